using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Storage;

/// <summary>Where a build is in its life; see docs/projections.md.</summary>
public enum BuildState
{
    /// <summary>A rebuild is at it, or was interrupted and can be taken up again.</summary>
    Building,

    /// <summary>It is complete and follows the log beside the one that serves.</summary>
    Level,

    /// <summary>Readers see it.</summary>
    Live,

    /// <summary>Readers saw it before; it follows the log, so that it can serve again.</summary>
    Previous,

    /// <summary>It does not follow the log until it is resumed.</summary>
    Paused,

    /// <summary>It cannot take an event.</summary>
    Halted,
}

/// <summary>How far a build of a read model has come.</summary>
/// <param name="Storage">The build's table, as <see cref="Build.Storage"/> names it.</param>
/// <param name="Build">The build's number, within its version.</param>
/// <param name="Live">Whether it is the build that readers see.</param>
/// <param name="Position">Every event up to here is in its documents.</param>
/// <param name="Halt">The event that it cannot take, if it stands still.</param>
public sealed record Checkpoint(string Storage, string Name, int Version, int Build, bool Live, LogPosition Position, Halt? Halt)
{
    /// <summary>Whether its rebuild has been completed.</summary>
    public bool Built { get; init; } = true;

    public bool Paused { get; init; }

    /// <summary>When it stopped serving (UTC); null if it never served, or does.</summary>
    public DateTime? ReplacedAt { get; init; }

    /// <summary>How many events its rebuild has read and committed.</summary>
    public long Events { get; init; }

    /// <summary>Whether a living process writes it.</summary>
    public bool Followed { get; init; }

    /// <summary>Whether it is complete and has not served yet.</summary>
    public bool CanServeFirst => this is { Live: false, Built: true, ReplacedAt: null };

    public BuildState State => this switch
    {
        { Halt: not null } => BuildState.Halted,
        { Built: false } => BuildState.Building,
        { Paused: true } => BuildState.Paused,
        { Live: true } => BuildState.Live,
        { ReplacedAt: not null } => BuildState.Previous,
        _ => BuildState.Level,
    };
}

/// <summary>What one build gets for a stretch of the log.</summary>
/// <param name="From">Where the checkpoint must still be.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Links">Streams that from now on change another's document.</param>
/// <param name="Documents">The changed documents as JSON; null for one that is gone.</param>
/// <param name="Halt">Why the build stops there, if it does.</param>
internal sealed record Advance(
    Held Held, LogPosition From, LogPosition To,
    IReadOnlyDictionary<Guid, Guid> Links, IReadOnlyDictionary<Guid, byte[]?> Documents, Halt? Halt);
