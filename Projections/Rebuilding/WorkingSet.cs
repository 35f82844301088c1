using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Projections.Rebuilding;

/// <summary>A document in memory.</summary>
/// <param name="Document">Null when it is gone.</param>
/// <param name="Bytes">The bytes of JSON that it came from, its share of the events' and those that it was stored in.</param>
/// <param name="Changed">Whether it is to be written.</param>
/// <param name="Stored">Whether the table holds an earlier one.</param>
internal readonly record struct Entry(object? Document, long Bytes, bool Changed, bool Stored);

/// <summary>What was read and changed in one stretch of a rebuild, and is written in one transaction.</summary>
internal sealed class Stretch
{
    public Dictionary<Guid, Entry> Documents { get; } = [];

    /// <summary>Links made in the stretch.</summary>
    public Dictionary<Guid, Guid> NewLinks { get; } = [];

    /// <summary>Links made before it and read back.</summary>
    public Dictionary<Guid, Guid> KnownLinks { get; } = [];

    /// <summary>The bytes of JSON that the documents came from, events and stored documents together.</summary>
    public long Bytes { get; set; }

    public long Events { get; set; }
}

/// <summary>
/// The documents of a build that a rebuild has in memory: those of the stretch that is being folded, and those of the one before, which
/// is being written.
/// </summary>
/// <remarks>What is in neither is read back from the table when it is needed again: that is what bounds the memory. Not thread-safe.</remarks>
internal sealed class WorkingSet(Build build, ProjectionStore store, bool empty)
{
    private const int BytesOfLink = 100;

    private Stretch _before = new();

    /// <summary>Whether the table may hold what is not in memory.</summary>
    private bool _stored = !empty;

    /// <summary>The stretch that is being folded.</summary>
    public Stretch Now { get; private set; } = new();

    /// <summary>The documents with these ids.</summary>
    public async ValueTask<IReadOnlyDictionary<Guid, object>> Documents(IEnumerable<Guid> ids, CancellationToken cancellation)
    {
        var found = new Dictionary<Guid, object>();
        var missing = new List<Guid>();
        foreach (var id in ids)
        {
            if (!Now.Documents.TryGetValue(id, out var entry) && !TakeOver(id, out entry))
            {
                missing.Add(id);
            }
            else if (entry.Document is { } document)
            {
                found.Add(id, document);
            }
        }

        if (_stored && missing.Count > 0)
        {
            var stored = await store.Documents(
                [(build, missing.ToArray())], (document, bytes) => new Entry(document, bytes, Changed: false, Stored: true), cancellation);
            foreach (var (id, entry) in stored[0])
            {
                Hold(id, entry);
                found.Add(id, entry.Document!);
            }
        }

        return found;
    }

    /// <summary>Which documents these streams change.</summary>
    public async ValueTask<IReadOnlyDictionary<Guid, Guid>> Links(IReadOnlyCollection<Guid> streams, CancellationToken cancellation)
    {
        var found = new Dictionary<Guid, Guid>();
        var missing = new List<Guid>();
        foreach (var stream in streams)
        {
            if (Now.KnownLinks.TryGetValue(stream, out var document) || _before.KnownLinks.TryGetValue(stream, out document)
                || _before.NewLinks.TryGetValue(stream, out document) || Now.NewLinks.TryGetValue(stream, out document))
            {
                found.Add(stream, document);
            }
            else
            {
                missing.Add(stream);
            }
        }

        if (_stored && missing.Count > 0)
        {
            foreach (var (stream, document) in (await store.Links([(build, missing.ToArray())], cancellation))[0])
            {
                Now.KnownLinks[stream] = document;
                Now.Bytes += BytesOfLink;
                found.Add(stream, document);
            }
        }

        return found;
    }

    /// <param name="documents">What they are now; null for one that is gone.</param>
    /// <param name="links">Links that were made.</param>
    /// <param name="bytes">The bytes of the events that changed them.</param>
    public void Change(IReadOnlyDictionary<Guid, object?> documents, IReadOnlyDictionary<Guid, Guid> links, long bytes)
    {
        var share = bytes / Math.Max(1, documents.Count);
        foreach (var (id, document) in documents)
        {
            var before = Now.Documents.GetValueOrDefault(id);
            Now.Documents[id] = new Entry(document, before.Bytes + share, Changed: true, before.Stored);
        }

        foreach (var (stream, document) in links)
        {
            Now.NewLinks.TryAdd(stream, document);
        }

        Now.Bytes += bytes + (links.Count * BytesOfLink);
    }

    /// <summary>Begins a new stretch. The one before the last must have been written.</summary>
    /// <returns>The stretch that is to be written now.</returns>
    public Stretch Turn()
    {
        (_before, Now, _stored) = (Now, new Stretch(), true);
        return _before;
    }

    /// <summary>Forgets all; what was written is in the table.</summary>
    public void Clear() => (_before, Now, _stored) = (new Stretch(), new Stretch(), true);

    /// <summary>What the stretch before has will be in the table when this one is written.</summary>
    private bool TakeOver(Guid id, out Entry entry)
    {
        if (!_before.Documents.TryGetValue(id, out entry))
        {
            return false;
        }

        entry = entry with { Changed = false, Stored = entry.Document is not null };
        Hold(id, entry);
        return true;
    }

    private void Hold(Guid id, Entry entry)
    {
        Now.Documents[id] = entry;
        Now.Bytes += entry.Bytes;
    }
}
