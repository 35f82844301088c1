using System.Collections.Concurrent;
using CsCheck;
using LaborMarketplace.Domain;

namespace LaborMarketplace.Tests.Unit.Domain;

/// <summary>A random walk through an aggregate's life, as far as it has come.</summary>
/// <param name="Now">The moment of the last command.</param>
/// <param name="Events">All that has been recorded.</param>
public sealed record Walk<TState, TEvent>(TState State, DateTimeOffset Now, ValueList<TEvent> Events);

/// <summary>
/// What must be true of any decider, whatever is asked of it and whenever: its commands come at random, each a random while after the
/// one before, from the same second to weeks later, so that walks also pass every deadline.
/// </summary>
/// <param name="start">The moment before the first command.</param>
/// <param name="commands">Over few ids, so that commands meet.</param>
/// <param name="opening">Commands, all accepted, that every other walk begins with, where the middle of a life is far from its start.</param>
public sealed class DeciderProperties<TState, TCommand, TEvent>(
    Decider<TState, TCommand, TEvent> decider, DateTimeOffset start, Gen<TCommand> commands, params TCommand[] opening)
    where TEvent : class
{
    private static readonly Gen<TimeSpan> Pauses = Gen.Frequency(
        (4, Gen.Int[0, 60].Select(seconds => TimeSpan.FromSeconds(seconds))),
        (2, Gen.Int[1, 120].Select(minutes => TimeSpan.FromMinutes(minutes))),
        (1, Gen.Int[1, 40].Select(days => TimeSpan.FromDays(days))));

    private readonly Gen<(TimeSpan Pause, TCommand Command)[]> _steps = Gen.Select(
        Gen.Bool,
        Gen.Select(Pauses, commands).Array[1, 40],
        (opened, steps) => opened ? [.. opening.Select(command => (TimeSpan.Zero, command)), .. steps] : steps);

    /// <summary>The invariant, a few assertions, holds after every command.</summary>
    public void Keep(Action<Walk<TState, TEvent>> invariant) => _steps.Sample(steps =>
    {
        foreach (var (walk, _, _) in Along(steps))
        {
            invariant(walk);
        }
    });

    /// <summary>An accepted command, asked again at once, yields nothing.</summary>
    /// <param name="unless">Commands of which a repeat is another command; the test says why.</param>
    public void Repeat_yields_nothing(Func<TCommand, bool>? unless = null) => _steps.Sample(steps =>
    {
        foreach (var (walk, command, decision) in Along(steps))
        {
            if (decision is Decision<TEvent>.Accepted && unless?.Invoke(command) is not true)
            {
                var again = decider.Decide(walk.State, command, walk.Now);
                Assert.True(again is Decision<TEvent>.Repeated, $"{command}, asked again at once, came to {again} in {walk.State}");
            }
        }
    });

    /// <summary>Evolve takes every event in every state: recorded events are folded in an order that no decider would allow.</summary>
    public void Evolve_is_total() => Gen.Select(_steps, Gen.Int).Sample((steps, seed) =>
    {
        var events = Along(steps).LastOrDefault().Walk?.Events.ToArray() ?? [];
        new Random(seed).Shuffle(events);
        _ = events.Aggregate(decider.Initial, decider.Evolve);
    });

    /// <summary>The walks get around: every kind of event happens in some of them, so that the other properties say something.</summary>
    public void Every_event_happens()
    {
        var seen = new ConcurrentDictionary<Type, bool>();
        _steps.Sample(
            steps =>
            {
                foreach (var happened in Along(steps).LastOrDefault().Walk?.Events ?? [])
                {
                    seen[happened.GetType()] = true;
                }
            },
            iter: 5_000);
        var all = typeof(TEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(TEvent)));
        Assert.Empty(all.Except(seen.Keys).Select(type => type.Name));
    }

    private IEnumerable<(Walk<TState, TEvent> Walk, TCommand Command, Decision<TEvent> Decision)> Along(
        (TimeSpan Pause, TCommand Command)[] steps)
    {
        var walk = new Walk<TState, TEvent>(decider.Initial, start, []);
        foreach (var (pause, command) in steps)
        {
            walk = walk with { Now = walk.Now + pause };
            var decision = decider.Decide(walk.State, command, walk.Now);
            if (decision is Decision<TEvent>.Accepted accepted)
            {
                walk = walk with
                {
                    State = accepted.Events.Aggregate(walk.State, decider.Evolve),
                    Events = [.. walk.Events, .. accepted.Events],
                };
            }

            yield return (walk, command, decision);
        }
    }
}
