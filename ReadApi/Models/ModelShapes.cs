using LaborMarketplace.Domain.Values;
using LaborMarketplace.Projections.Proving;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.ReadApi.Models;

/// <summary>A body that says nothing more than the address does.</summary>
internal sealed record Nothing;

/// <param name="Switch">Whether the new build is to serve as soon as it is level.</param>
internal sealed record RebuildOrder(bool? Switch);

/// <param name="Sample">1 compares every document; N about one in N, others each time.</param>
internal sealed record VerifyOrder(int? Sample);

/// <param name="AsItStands">Whether a build that is behind, and that nothing brings level, is to serve all the same.</param>
internal sealed record RollbackOrder(bool? AsItStands);

/// <param name="Build">Only this one; all that do not serve unless given.</param>
internal sealed record DropOrder(string? Build);

/// <param name="Position">Of the event that the read model halts at.</param>
/// <param name="Reason">Why it is passed over.</param>
internal sealed record SkipOrder(long Position, Reason Reason);

/// <summary>The build that readers see now.</summary>
internal sealed record NowServing(string Name, int Version, string Build, long Position)
{
    public static NowServing Of(Checkpoint build) => new(build.Name, build.Version, build.Storage, build.Position.Value);
}

internal sealed record DroppedBuilds(IReadOnlyList<string> Dropped);

internal sealed record Pausing(string Name, bool Paused);

/// <summary>An event that a version of a read model passes over, and who said so.</summary>
internal sealed record Skip(
    string Name, int Version, long Position, string Stream, long Revision, string Type, string Fault, string Reason, string By, DateTime At)
{
    public static Skip Of(SkippedEvent skip) => new(
        skip.Name, skip.Version, skip.Position.Value, skip.Stream.Value, skip.Revision, skip.Type, skip.Fault, skip.Reason, skip.By, skip.At);
}

/// <summary>A verdict as it is answered.</summary>
internal sealed record VerdictAnswer(
    string Name, int Version, bool Same, long Position, long All, int Sample, Contents Live, Contents Folded, int Differing,
    IReadOnlyList<DocumentDifference> Differences, LinkComparison Links, string? ViewFault, IReadOnlyList<Skip> Skipped)
{
    public static VerdictAnswer Of(Verdict verdict) => new(
        verdict.Name, verdict.Version, verdict.Same, verdict.Position, verdict.All, verdict.OneIn, verdict.Live, verdict.Folded, verdict.Differing,
        verdict.Differences, verdict.Links, verdict.ViewFault, [.. verdict.Skipped.Select(Skip.Of)]);
}
