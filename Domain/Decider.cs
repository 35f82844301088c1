namespace LaborMarketplace.Domain;

/// <summary>An aggregate, whole: where it starts, what it decides, how it changes. Pure: no clock, no new ids, no I/O.</summary>
/// <param name="Category">The first part of its streams' names: <c>job</c> in <c>job-0193…</c>.</param>
/// <param name="Initial">The state of a stream without events.</param>
/// <param name="Decide">What a command yields in a state at a moment (UTC).</param>
/// <param name="Evolve">The state after an event.</param>
/// <remarks>After Jérémie Chassaing, "Functional Event Sourcing Decider" (2021).</remarks>
public sealed record Decider<TState, TCommand, TEvent>(
    string Category,
    TState Initial,
    Func<TState, TCommand, DateTimeOffset, Decision<TEvent>> Decide,
    Func<TState, TEvent, TState> Evolve)
    where TEvent : class;
