using System.Collections.Concurrent;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Running;

namespace LaborMarketplace.ReadApi.Documents;

/// <summary>Keeps documents in memory, within a bound in bytes, and drops them when the projections change them. Thread-safe.</summary>
/// <remarks>
/// Two generations: what is asked for moves to the young one; when that is half the bound, the old one goes and it takes its place.
/// A change of documents is heard before the position that includes it, and nothing is kept that is older than what was heard, so that who has
/// waited for a position never gets an older copy. What was committed may be read from the database a moment before it is heard: in that moment
/// nothing is answered from memory, so that who has seen a document, alone or in a list, never gets an older copy either.
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

    public Found? Find(string projection, Guid id)
    {
        if (!_positions.Following)
        {
            return null;
        }

        // In this order: a document that is found then includes the position.
        var (key, ticket) = (new Key(projection, id), Ticket(projection));
        if (ChangesOf(projection).Seen > ticket.Heard)
        {
            return null;
        }

        if (_young.TryGetValue(key, out var entry))
        {
            return Current(entry, projection, ticket);
        }

        if (_old.TryGetValue(key, out entry) && Current(entry, projection, ticket) is { } found)
        {
            Keep(projection, id, found, ticket);
            return found;
        }

        return null;
    }

    /// <summary>Something was read that includes every event up to a position.</summary>
    public void Saw(string projection, LogPosition stands) => ChangesOf(projection).See(stands);

    /// <summary>Taken before a document is read from the database, and given back with it.</summary>
    public CacheTicket Ticket(string projection)
    {
        var changes = ChangesOf(projection);
        var (era, count) = (changes.Era, changes.Count);
        return new CacheTicket(era, count, _positions.Of(projection), _positions.Following);
    }

    /// <summary>
    /// Keeps a document, unless something changed since its ticket was taken, so that it may be older than the change, or it is of a build that
    /// serves and that nothing has been heard of yet.
    /// </summary>
    public void Keep(string projection, Guid id, Found found, CacheTicket ticket)
    {
        lock (_turning)
        {
            if (ticket.Valid && _positions.Following && found.Stands >= ticket.Heard && ChangesOf(projection).Count == ticket.Changes)
            {
                Add(new Key(projection, id), new Entry(found.Document!, ticket.Era));
            }
        }
    }

    private void Forget(DocumentChange change)
    {
        lock (_turning)
        {
            ChangesOf(change.Projection).Next(all: change.Documents is null);
            foreach (var id in change.Documents ?? [])
            {
                var key = new Key(change.Projection, id);
                _old.TryRemove(key, out _);
                _young.TryRemove(key, out _);
            }
        }
    }

    private void Add(Key key, Entry entry)
    {
        _young[key] = entry;
        _youngBytes += entry.Document.Json.Length + Overhead;
        if (_youngBytes > _half)
        {
            (_old, _young, _youngBytes) = (_young, new ConcurrentDictionary<Key, Entry>(), 0);
        }
    }

    private Found? Current(Entry entry, string projection, CacheTicket ticket) =>
        entry.Era == ticket.Era && ChangesOf(projection).Era == ticket.Era ? new Found(entry.Document, ticket.Heard) : null;

    private Changes ChangesOf(string projection) => _changes.GetOrAdd(projection, _ => new Changes());

    private readonly record struct Key(string Projection, Guid Id);

    /// <param name="Era">Counts how often all documents of the projection were dropped.</param>
    private sealed record Entry(CachedDocument Document, long Era);

    private sealed class Changes
    {
        private long _count;
        private long _era;
        private long _seen;

        public long Count => Interlocked.Read(ref _count);

        public long Era => Interlocked.Read(ref _era);

        /// <summary>
        /// The furthest position that was read. Where a build serves that is behind it, nothing is answered from memory until that has
        /// come there.
        /// </summary>
        public LogPosition Seen => new(Interlocked.Read(ref _seen));

        public void See(LogPosition stands)
        {
            for (var before = Interlocked.Read(ref _seen); before < stands.Value;)
            {
                var found = Interlocked.CompareExchange(ref _seen, stands.Value, before);
                before = found == before ? stands.Value : found;
            }
        }

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

/// <summary>How things were when reading began.</summary>
/// <param name="Era">How often all documents had been dropped.</param>
/// <param name="Changes">How many changes there had been.</param>
/// <param name="Heard">How far the projection had come.</param>
/// <param name="Valid">Whether that was heard at once.</param>
internal readonly record struct CacheTicket(long Era, long Changes, LogPosition Heard, bool Valid);
