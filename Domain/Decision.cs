namespace LaborMarketplace.Domain;

/// <summary>What a decider answers: events, nothing because the effect is already there, or a refusal.</summary>
/// <remarks>
/// A decider file says <c>using static Decision&lt;JobEvent&gt;</c> and then reads <c>Accept(…)</c>, <c>Unchanged</c>, <c>Refuse(…)</c>.
/// </remarks>
public abstract record Decision<TEvent>
{
    private Decision() { }

    /// <summary>The command takes effect as these events, in this order; at least one.</summary>
    public sealed record Accepted(ValueList<TEvent> Events) : Decision<TEvent>;

    /// <summary>The effect is already there: a repeat, which is no error.</summary>
    public sealed record Repeated : Decision<TEvent>;

    /// <summary>A rule forbids the command.</summary>
    public sealed record Refused(Refusal Refusal) : Decision<TEvent>;

    public static Decision<TEvent> Unchanged { get; } = new Repeated();

    public static Decision<TEvent> Accept(params ReadOnlySpan<TEvent> events) => new Accepted(ValueList.Create(events));

    /// <summary>Refuses because of the state things are in: another time, the same command may be accepted.</summary>
    public static Decision<TEvent> Refuse(string code, string sentence, params ReadOnlySpan<(string Name, object Value)> inputs) =>
        new Refused(new Refusal(RefusalKind.Conflict, code, sentence, ValueList.Create(inputs)));

    /// <summary>Refuses because of what the command asks: it can never be accepted as it is.</summary>
    public static Decision<TEvent> Reject(string code, string sentence, params ReadOnlySpan<(string Name, object Value)> inputs) =>
        new Refused(new Refusal(RefusalKind.Rule, code, sentence, ValueList.Create(inputs)));

    /// <summary>Refuses because the thing that the command speaks of does not exist.</summary>
    public static Decision<TEvent> NotFound(string code, string sentence, params ReadOnlySpan<(string Name, object Value)> inputs) =>
        new Refused(new Refusal(RefusalKind.NotFound, code, sentence, ValueList.Create(inputs)));
}

/// <summary>Which kind of no a refusal is; it decides the HTTP status (409, 422, 404, 403).</summary>
public enum RefusalKind
{
    Conflict,
    Rule,
    NotFound,
    Forbidden,
}

/// <summary>A no with its reason.</summary>
/// <param name="Kind">Which kind of no.</param>
/// <param name="Code">Stable and public, like <c>job.not-open</c>: client apps branch on it.</param>
/// <param name="Sentence">Says what is wrong and what would be right, for a person.</param>
/// <param name="Inputs">What the rule looked at.</param>
public sealed record Refusal(RefusalKind Kind, string Code, string Sentence, ValueList<(string Name, object Value)> Inputs);
