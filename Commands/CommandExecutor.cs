using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands;

/// <summary>Who asks for a command.</summary>
public abstract record Actor
{
    private Actor() { }

    /// <summary>A person with a token; what they may touch is decided by what they own.</summary>
    public sealed record Person(PersonId Id, ValueList<Role> Roles) : Actor
    {
        public override string ToString() => Id.ToString();
    }

    /// <summary>One of our own processes, which may do what its rules say.</summary>
    public sealed record Process(string Name) : Actor
    {
        public override string ToString() => $"process:{Name}";
    }
}

/// <summary>Who asks, and what the answer must hold to.</summary>
/// <param name="CommandId">Event ids derive from it, so the same id again has no second effect.</param>
/// <param name="Request">The SHA-256 of the request where an Idempotency-Key was given, else null.</param>
/// <param name="CorrelationId">Common to all that one outside request sets off.</param>
/// <param name="CausationId">The event that a process answers; null when a person asks.</param>
/// <param name="IfMatch">The revision that the caller has seen (If-Match): another one is answered at once, without a retry.</param>
public sealed record CommandContext(Guid CommandId, string? Request, Actor Actor, Guid CorrelationId, Guid? CausationId = null, long? IfMatch = null);

/// <summary>What a command came to.</summary>
public abstract record CommandResult
{
    private CommandResult() { }

    /// <param name="Stream">The stream that answers; for a repeated command that makes something, the one made the first time.</param>
    /// <param name="Revision">Its revision now; of a repeat, the revision the first time.</param>
    /// <param name="Position">A log position from which the command's effect is to be seen.</param>
    public sealed record Done(StreamName Stream, long Revision, LogPosition Position) : CommandResult;

    public sealed record Refused(Refusal Refusal) : CommandResult;

    /// <summary>The stream is not at the revision that the caller had seen, but at this one.</summary>
    public sealed record Outdated(long Revision) : CommandResult;

    /// <summary>The Idempotency-Key was used before, with another request.</summary>
    public sealed record KeyReused : CommandResult;
}

/// <summary>The state of a stream at a revision (-1: no events yet).</summary>
/// <param name="Position">The last event's position in the log.</param>
public sealed record Loaded<TState>(TState State, long Revision, LogPosition Position);
