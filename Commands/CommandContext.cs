using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands;

/// <summary>Who asks, and what the answer must hold to.</summary>
/// <param name="CommandId">The same id again, on the same stream, has no second effect.</param>
/// <param name="Request">The SHA-256 of the request where an Idempotency-Key was given, else null.</param>
/// <param name="CorrelationId">Common to all that one outside request sets off.</param>
/// <param name="CausationId">The event that a process answers; null when a person asks.</param>
/// <param name="IfMatch">The revision that the caller has seen (If-Match): another one is answered at once, without a retry.</param>
public sealed record CommandContext(Guid CommandId, string? Request, Actor Actor, Guid CorrelationId, Guid? CausationId = null, long? IfMatch = null)
{
    /// <summary>The context of a command on another stream that has to go first, with an id of its own.</summary>
    public CommandContext Before(string step) => this with { CommandId = DerivedId.Of($"before/{step}", CommandId), IfMatch = null };

    /// <summary>
    /// The context of a command on another stream that has to go first and is decided afresh whenever the request is sent: what was answered
    /// then need not hold any more.
    /// </summary>
    public CommandContext AfreshBefore() => this with { CommandId = Guid.NewGuid(), Request = null, IfMatch = null };
}
