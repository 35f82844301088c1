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

        var state = known.State;
        foreach (var (happened, metadata, recorded) in later.Select(codec.Decode))
        {
            state = decider.Evolve(state, happened as TEvent ?? throw new LogCorruptedException(
                $"{stream} holds {recorded.Type} at revision {recorded.Revision}, which is no {typeof(TEvent).Name}."));
            known.Commands.Add(metadata);
        }

        return Keep(stream, known with { State = state, Revision = later[^1].Revision, Position = later[^1].Position });
    }

    /// <summary>Remembers a state that an append has led to.</summary>
    public Loaded<TState> Keep<TState>(StreamName stream, Loaded<TState> loaded)
    {
        _cache.Keep(stream, loaded);
        return loaded;
    }
}
