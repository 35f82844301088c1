using LaborMarketplace.Domain;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands;

/// <summary>What a command came to.</summary>
public abstract record CommandResult
{
    private CommandResult() { }

    /// <param name="Stream">The stream that answers.</param>
    /// <param name="Revision">Its revision now; of a repeat, the revision the first time.</param>
    /// <param name="Position">A log position from which the command's effect is to be seen.</param>
    public sealed record Done(StreamName Stream, long Revision, LogPosition Position) : CommandResult;

    public sealed record Refused(Refusal Refusal) : CommandResult;

    /// <summary>The stream is not at the revision that the caller had seen, but at this one.</summary>
    public sealed record Outdated(long Revision) : CommandResult;

    /// <summary>The Idempotency-Key was used before, with another request.</summary>
    public sealed record KeyReused : CommandResult;
}
