using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Storage;

/// <summary>How far a version of a projection has come.</summary>
/// <param name="Storage">The version's table, as <see cref="Projection.Storage"/> names it.</param>
/// <param name="Live">Whether it is the version that readers see.</param>
/// <param name="Position">Every event up to here is in its documents.</param>
/// <param name="Halt">The event that it cannot take, if it stands still.</param>
public sealed record Checkpoint(string Storage, string Name, int Version, bool Live, LogPosition Position, Halt? Halt);

/// <summary>What one projection writes for a stretch of the log.</summary>
/// <param name="From">Where the checkpoint must still be.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Links">Streams that from now on change another's document.</param>
/// <param name="Documents">The changed documents as JSON; null for one that is gone.</param>
/// <param name="Halt">Why the projection stops there, if it does.</param>
internal sealed record Advance(
    Projection Projection, LogPosition From, LogPosition To,
    IReadOnlyDictionary<Guid, Guid> Links, IReadOnlyDictionary<Guid, byte[]?> Documents, Halt? Halt);

/// <summary>Somebody else moved a checkpoint: two runners are at work. Nothing was written.</summary>
internal sealed class CheckpointMovedException : Exception
{
    public CheckpointMovedException(string message) : base(message) { }

    public CheckpointMovedException() { }

    public CheckpointMovedException(string message, Exception innerException) : base(message, innerException) { }
}
