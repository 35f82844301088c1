using LaborMarketplace.Domain;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands;

/// <summary>The states of streams: from memory where that is enough, with the store's later events where it is not.</summary>
internal sealed class StreamStates(IEventStore store, EventCodec codec, int capacity)
{
    private readonly StateCache _cache = new(capacity);

    /// <summary>The state of a stream that has no events.</summary>
    public static Loaded<TState> BeforeAll<TState, TCommand, TEvent>(Decider<TState, TCommand, TEvent> decider)
        where TEvent : class => new(decider.Initial, -1, LogPosition.Start);

    /// <summary>What memory holds, which may be behind; null when it holds nothing.</summary>
    public Loaded<TState>? Remembered<TState>(StreamName stream) => _cache.Find<TState>(stream);

    /// <summary>The state with all events that the store has now.</summary>
    public async Task<Loaded<TState>> Latest<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> decider, StreamName stream, CancellationToken cancellation)
        where TEvent : class
    {
        var known = _cache.Find<TState>(stream) ?? BeforeAll(decider);
        var later = await store.Load(stream, known.Revision + 1, cancellation);
        if (later.Count == 0)
        {
            return known;
        }

        var state = later.Aggregate(known.State, (state, recorded) => decider.Evolve(state, EventOf<TEvent>(recorded)));
        return Keep(stream, new Loaded<TState>(state, later[^1].Revision, later[^1].Position));
    }

    /// <summary>Remembers a state that an append has led to.</summary>
    public Loaded<TState> Keep<TState>(StreamName stream, Loaded<TState> loaded)
    {
        _cache.Keep(stream, loaded);
        return loaded;
    }

    private TEvent EventOf<TEvent>(RecordedEvent recorded)
        where TEvent : class =>
        codec.Decode(recorded).Event as TEvent
        ?? throw new LogCorruptedException($"{recorded.Stream} holds {recorded.Type} at revision {recorded.Revision}, which is no {typeof(TEvent).Name}.");
}
