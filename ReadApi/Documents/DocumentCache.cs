using System.Collections.Concurrent;
using LaborMarketplace.Projections.Running;

namespace LaborMarketplace.ReadApi.Documents;

/// <summary>Keeps documents in memory, within a bound in bytes, and drops them when the projections change them. Thread-safe.</summary>
/// <remarks>
/// Two generations: what is asked for moves to the young one; when that is half the bound, the old one goes and it takes its place.
/// A change of documents is heard before the position that includes it, so that who has waited for a position never gets an older copy.
/// </remarks>
internal sealed class DocumentCache
{
    /// <summary>What an entry takes beside its bytes, about: key, table, tag, and the parsed form of some.</summary>
    private const int Overhead = 600;

    private readonly long _half;
    private readonly IProjectionPositions _positions;
    private readonly ConcurrentDictionary<string, Changes> _changes = new();
    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<Key, Entry> _young = new();
    private volatile ConcurrentDictionary<Key, Entry> _old = new();
    private long _youngBytes;

    public DocumentCache(IProjectionPositions positions, ReadApiOptions options)
    {
        (_positions, _half) = (positions, options.CacheBytes / 2);
        positions.OnChange(Forget);
    }

    public CachedDocument? Find(string projection, Guid id)
    {
        if (!_positions.Following)
        {
            return null;
        }

        var key = new Key(projection, id);
        if (_young.TryGetValue(key, out var entry))
        {
            return Current(entry, projection);
        }

        var ticket = Ticket(projection);
        if (_old.TryGetValue(key, out entry) && Current(entry, projection) is { } document)
        {
            Keep(projection, id, document, ticket);
            return document;
        }

        return null;
    }

    /// <summary>Taken before a document is read from the database, and given back with it.</summary>
    public CacheTicket Ticket(string projection) => new(ChangesOf(projection).Count, _positions.Following);

    /// <summary>Keeps a document, unless something changed since its ticket was taken: it may be older than the change.</summary>
    public void Keep(string projection, Guid id, CachedDocument document, CacheTicket ticket)
    {
        if (!ticket.Valid)
        {
            return;
        }

        var key = new Key(projection, id);
        var changes = ChangesOf(projection);
        Add(key, new Entry(document, changes.Era));
        if (changes.Count != ticket.Changes || !_positions.Following)
        {
            Drop(key);
        }
    }

    private void Forget(DocumentChange change)
    {
        var changes = ChangesOf(change.Projection);
        changes.Next(all: change.Documents is null);
        foreach (var id in change.Documents ?? [])
        {
            Drop(new Key(change.Projection, id));
        }
    }

    private void Add(Key key, Entry entry)
    {
        _young[key] = entry;
        if (Interlocked.Add(ref _youngBytes, entry.Document.Json.Length + Overhead) > _half)
        {
            lock (_turning)
            {
                if (Interlocked.Read(ref _youngBytes) > _half)
                {
                    (_old, _young) = (_young, new ConcurrentDictionary<Key, Entry>());
                    Interlocked.Exchange(ref _youngBytes, 0);
                }
            }
        }
    }

    private void Drop(Key key)
    {
        lock (_turning)
        {
            _old.TryRemove(key, out _);
            _young.TryRemove(key, out _);
        }
    }

    private CachedDocument? Current(Entry entry, string projection) => entry.Era == ChangesOf(projection).Era ? entry.Document : null;

    private Changes ChangesOf(string projection) => _changes.GetOrAdd(projection, _ => new Changes());

    private readonly record struct Key(string Projection, Guid Id);

    /// <param name="Era">Counts how often all documents of the projection were dropped.</param>
    private sealed record Entry(CachedDocument Document, long Era);

    private sealed class Changes
    {
        private long _count;
        private long _era;

        public long Count => Interlocked.Read(ref _count);

        public long Era => Interlocked.Read(ref _era);

        public void Next(bool all)
        {
            Interlocked.Increment(ref _count);
            if (all)
            {
                Interlocked.Increment(ref _era);
            }
        }
    }
}

/// <summary>How many changes there had been when reading began.</summary>
internal readonly record struct CacheTicket(long Changes, bool Valid);
