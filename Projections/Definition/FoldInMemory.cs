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
        var model = new ModelInMemory(projection, codec);
        model.Take(log);
        return model.Documents;
    }
}
