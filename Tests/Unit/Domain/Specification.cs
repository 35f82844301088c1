using LaborMarketplace.Domain;

namespace LaborMarketplace.Tests.Unit.Domain;

/// <summary>A decider's tests in the words of the rule book: <c>Given(events).When(command, now).Yields(events)</c>.</summary>
public abstract class Specification<TState, TCommand, TEvent>(Decider<TState, TCommand, TEvent> decider)
    where TEvent : class
{
    protected Decider<TState, TCommand, TEvent> Decider { get; } = decider;

    protected History Given(params ReadOnlySpan<TEvent> events) => new(Decider, Fold(Decider.Initial, events));

    protected TState Fold(TState state, params ReadOnlySpan<TEvent> events)
    {
        foreach (var happened in events)
        {
            state = Decider.Evolve(state, happened);
        }

        return state;
    }

    protected sealed record History(Decider<TState, TCommand, TEvent> Decider, TState State)
    {
        public Outcome When(TCommand command, DateTimeOffset now) => new(Decider.Decide(State, command, now));
    }

    protected sealed record Outcome(Decision<TEvent> Decision)
    {
        public void Yields(params ReadOnlySpan<TEvent> events) =>
            Assert.Equal(Decision<TEvent>.Accept(events), Decision);

        public void YieldsNothing() => Assert.Equal(Decision<TEvent>.Unchanged, Decision);

        public void IsRefused(string code) => Assert.Equal(code, Assert.IsType<Decision<TEvent>.Refused>(Decision).Refusal.Code);

        /// <summary>Is refused, and gives the refusal for a closer look.</summary>
        public Refusal IsRefusedWith(string code)
        {
            IsRefused(code);
            return ((Decision<TEvent>.Refused)Decision).Refusal;
        }
    }
}
