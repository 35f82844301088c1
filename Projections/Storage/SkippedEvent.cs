using LaborMarketplace.EventStore;

namespace LaborMarketplace.Projections.Storage;

/// <summary>A person let a version of a read model pass over an event.</summary>
/// <param name="Fault">Why the read model halted there.</param>
/// <param name="Reason">Why it was passed over.</param>
/// <param name="By">Who did it.</param>
/// <param name="At">When (UTC).</param>
public sealed record SkippedEvent(
    string Name, int Version, LogPosition Position, StreamName Stream, long Revision, string Type, string Fault, string Reason, string By, DateTime At);
