using LaborMarketplace.Projections.Proving;

namespace LaborMarketplace.Projections.Telling;

/// <summary>A verdict as the command and the Read API tell it. Its parts are those of <see cref="Verdict"/>.</summary>
/// <param name="Sample">1 where every document was compared; N where it was about one in N.</param>
public sealed record ToldVerdict(
    string Name, int Version, bool Same, long Position, long All, int Sample, Contents Live, Contents Folded, int Differing,
    IReadOnlyList<DocumentDifference> Differences, LinkComparison Links, string? ViewFault, IReadOnlyList<ToldSkip> Skipped)
{
    public static ToldVerdict Of(Verdict verdict) => new(
        verdict.Name, verdict.Version, verdict.Same, verdict.Position, verdict.All, verdict.OneIn, verdict.Live, verdict.Folded, verdict.Differing,
        verdict.Differences, verdict.Links, verdict.ViewFault, [.. verdict.Skipped.Select(ToldSkip.Of)]);
}
