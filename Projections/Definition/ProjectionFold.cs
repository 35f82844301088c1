using LaborMarketplace.EventStore;

namespace LaborMarketplace.Projections.Definition;

/// <summary>One projection's part in a stretch of the log: takes its events, says what it needs to know, and folds. In memory; no I/O.</summary>
/// <remarks>
/// In this order: <see cref="Take"/> for every event, <see cref="Follow"/> with the links that <see cref="UnknownStreams"/> asks for,
/// <see cref="Run"/> with the documents that <see cref="DocumentsToChange"/> asks for. However the log is split into stretches, the
/// documents come out the same.
/// </remarks>
/// <param name="projection">The definition.</param>
/// <param name="skipped">The positions of events that are passed over on purpose; none unless given.</param>
/// <param name="kept">Which documents are folded; all unless given.</param>
internal sealed class ProjectionFold(Projection projection, IReadOnlySet<LogPosition>? skipped = null, Func<Guid, bool>? kept = null)
{
    private readonly List<Step> _steps = [];
    private readonly Dictionary<Guid, Guid> _newLinks = [];
    private readonly HashSet<Guid> _begun = [];
    private readonly HashSet<Guid> _unknownStreams = [];
    private IReadOnlyDictionary<Guid, Guid> _knownLinks = new Dictionary<Guid, Guid>();

    public Projection Projection { get; } = projection;

    /// <summary>
    /// Streams that began to change another's document in this stretch, with that document: by events that were taken, after
    /// <see cref="Run"/>.
    /// </summary>
    public IReadOnlyDictionary<Guid, Guid> NewLinks => _newLinks;

    /// <summary>Streams whose link was made before this stretch, or may have been.</summary>
    public IReadOnlyCollection<Guid> UnknownStreams => _unknownStreams;

    /// <summary>Why the projection cannot go on, if it cannot; set by <see cref="Take"/> or <see cref="Run"/>.</summary>
    public Halt? Halt { get; private set; }

    /// <param name="source">The event as it is stored.</param>
    /// <param name="before">The log position before it, where the projection stands if it cannot take it.</param>
    /// <param name="decoded">Decodes the event, once for all projections.</param>
    public void Take(RecordedEvent source, LogPosition before, Lazy<DecodedEvent> decoded)
    {
        if (Halt is not null || skipped?.Contains(source.Position) == true)
        {
            return;
        }

        try
        {
            if (Projection.ChangeBy(decoded.Value.Event.GetType()) is { } change)
            {
                _steps.Add(Prepare(change, decoded.Value, source, before));
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Halt = Halt.At(source, before, exception);
        }
    }

    public void Follow(IReadOnlyDictionary<Guid, Guid> links) => _knownLinks = links;

    public IEnumerable<Guid> DocumentsToChange() => _steps.Select(DocumentOf).OfType<Guid>().Distinct();

    /// <summary>Folds. A step that fails halts the projection before it: what came earlier stands.</summary>
    /// <param name="documents">Those that were asked for and exist.</param>
    /// <returns>What is to be written: null for a document that is gone.</returns>
    public IReadOnlyDictionary<Guid, object?> Run(IReadOnlyDictionary<Guid, object> documents)
    {
        var changed = new Dictionary<Guid, object?>();
        foreach (var step in _steps)
        {
            try
            {
                Apply(step, documents, changed);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                Halt = Halt.At(step.Source, step.Before, exception);
                break;
            }
        }

        return changed;
    }

    private void Apply(Step step, IReadOnlyDictionary<Guid, object> documents, Dictionary<Guid, object?> changed)
    {
        var id = DocumentOf(step) ?? throw new FoldException("The stream's first event, which says whose document it changes, has not come before.");
        if (kept?.Invoke(id) != false)
        {
            changed[id] = After(step, id, changed.TryGetValue(id, out var document) ? document : documents.GetValueOrDefault(id));
        }

        if (step is { Document: not null, Stream: { } stream })
        {
            _newLinks.TryAdd(stream, id);
        }
    }

    private static object? After(Step step, Guid id, object? before) => step.Change.Apply(before, step.Event, step.Recorded) switch
    {
        IDocument { Id: var own } when own != id => throw new FoldException($"The document's id is {own}, and should be {id}."),
        var after => after,
    };

    private Step Prepare(Change change, DecodedEvent decoded, RecordedEvent source, LogPosition before)
    {
        var recorded = Recorded.Of(decoded);
        switch (change.Route)
        {
            case Route.ByEvent byEvent:
                return new Step(change, decoded.Event, recorded, source, before, byEvent.Key(decoded.Event), null);
            case Route.Following following:
                _begun.Add(recorded.StreamId);
                if (recorded.Revision > 0)
                {
                    // The stream may have named a document before, and the first counts, however the log is split.
                    _unknownStreams.Add(recorded.StreamId);
                }

                return new Step(change, decoded.Event, recorded, source, before, following.Key(decoded.Event), recorded.StreamId);
            case Route.ByStream when Projection.Follows(change.Event):
                if (!_begun.Contains(recorded.StreamId))
                {
                    _unknownStreams.Add(recorded.StreamId);
                }

                return new Step(change, decoded.Event, recorded, source, before, null, recorded.StreamId);
            default:
                return new Step(change, decoded.Event, recorded, source, before, recorded.StreamId, null);
        }
    }

    private Guid? DocumentOf(Step step) =>
        step.Document
        ?? (_knownLinks.TryGetValue(step.Stream!.Value, out var known) ? known
            : _newLinks.TryGetValue(step.Stream.Value, out var made) ? made
            : null);

    /// <param name="Document">The document that changes, where the event says it.</param>
    /// <param name="Stream">The stream whose link says which document changes, where the event does not; where it does, the stream that it links to it.</param>
    private sealed record Step(
        Change Change, object Event, Recorded Recorded, RecordedEvent Source, LogPosition Before, Guid? Document, Guid? Stream);
}
