using LaborMarketplace.EventStore;

namespace LaborMarketplace.Projections.Definition;

/// <summary>Folds a projection without a database: what its documents must be, whatever way they came about.</summary>
public static class FoldInMemory
{
    /// <param name="projection">The definition.</param>
    /// <param name="codec">Reads the events.</param>
    /// <param name="log">The whole log, in order.</param>
    /// <exception cref="FoldException">The projection halts at an event; the message names it.</exception>
    public static IReadOnlyDictionary<Guid, object> Fold(Projection projection, EventCodec codec, IEnumerable<RecordedEvent> log)
    {
        var families = new EventFamilies(codec.Registry, [projection]);
        var fold = new ProjectionFold(projection);
        foreach (var recorded in log.Where(recorded => families.Declaring(recorded.Type).Count > 0))
        {
            fold.Take(recorded, LogPosition.Start, new Lazy<DecodedEvent>(() => codec.Decode(recorded)));
        }

        var documents = fold.Run(new Dictionary<Guid, object>());
        return fold.Halt is { } halt
            ? throw new FoldException($"{projection} halts at {halt.Type}, revision {halt.Revision} of {halt.Stream}: {halt.Reason}")
            : documents.Where(document => document.Value is not null).ToDictionary(document => document.Key, document => document.Value!);
    }
}
