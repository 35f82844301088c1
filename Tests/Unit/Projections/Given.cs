using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Tests.Unit.Projections;

/// <summary>A read model's tests: given these events, the document is this.</summary>
internal sealed class Given
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private static readonly EventCodec Codec = EventCodec.OfMarketplace();

    private readonly List<RecordedEvent> _log = [];

    /// <summary>An event a minute.</summary>
    public Given Event(string category, Guid stream, object happened)
    {
        var name = StreamName.Of(category, stream);
        var metadata = new EventMetadata(Guid.Empty, null, Guid.Empty, null, "process:test", "us-east", Start.AddMinutes(_log.Count));
        var data = Codec.Encode(happened, DerivedId.Of($"event/{_log.Count}", stream), metadata);
        var revision = _log.Count(recorded => recorded.Stream == name);
        _log.Add(new RecordedEvent(name, revision, new LogPosition(_log.Count + 1), data.Id, data.Type, data.Data, data.Metadata));
        return this;
    }

    public Given Events(string category, Guid stream, params ReadOnlySpan<object> happened)
    {
        foreach (var next in happened)
        {
            Event(category, stream, next);
        }

        return this;
    }

    public IReadOnlyList<RecordedEvent> Log => _log;

    /// <summary>The id of the event that was given as number so-and-so, from 0.</summary>
    public Guid IdOf(int number) => _log[number].Id;

    public IReadOnlyDictionary<Guid, object> Documents(Projection projection) => FoldInMemory.Fold(projection, Codec, _log);

    public T Document<T>(Projection projection, Guid id) => (T)Documents(projection)[id];
}
