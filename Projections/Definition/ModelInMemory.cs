using LaborMarketplace.EventStore;

namespace LaborMarketplace.Projections.Definition;

/// <summary>A read model folded in memory, stretch by stretch of the log. It takes as much memory as its documents. Not thread-safe.</summary>
/// <param name="projection">The definition.</param>
/// <param name="codec">Reads the events.</param>
/// <param name="skipped">The positions of events that are passed over on purpose; none unless given.</param>
/// <param name="kept">Which documents are folded; all unless given.</param>
internal sealed class ModelInMemory(Projection projection, EventCodec codec, IReadOnlySet<LogPosition>? skipped = null, Func<Guid, bool>? kept = null)
{
    private readonly EventFamilies _families = new(codec.Registry, [projection]);
    private readonly Dictionary<Guid, object> _documents = [];
    private readonly Dictionary<Guid, Guid> _links = [];

    public IReadOnlyDictionary<Guid, object> Documents => _documents;

    /// <summary>Which streams change another's document, with that document.</summary>
    public IReadOnlyDictionary<Guid, Guid> Links => _links;

    /// <exception cref="FoldException">The projection halts at an event; the message names it.</exception>
    public void Take(IEnumerable<RecordedEvent> events)
    {
        var fold = new ProjectionFold(projection, skipped, kept);
        foreach (var recorded in events.Where(recorded => _families.Declaring(recorded.Type).Count > 0))
        {
            fold.Take(recorded, LogPosition.Start, new Lazy<DecodedEvent>(() => codec.Decode(recorded)));
        }

        fold.Follow(_links);
        var changed = fold.Run(_documents);
        if (fold.Halt is { } halt)
        {
            throw new FoldException($"{projection} halts at {halt.Type}, revision {halt.Revision} of {halt.Stream}: {halt.Reason}");
        }

        Keep(changed, fold.NewLinks);
    }

    private void Keep(IReadOnlyDictionary<Guid, object?> changed, IReadOnlyDictionary<Guid, Guid> links)
    {
        foreach (var (id, document) in changed)
        {
            if (document is null)
            {
                _documents.Remove(id);
            }
            else
            {
                _documents[id] = document;
            }
        }

        foreach (var (stream, document) in links)
        {
            _links.TryAdd(stream, document);
        }
    }
}
