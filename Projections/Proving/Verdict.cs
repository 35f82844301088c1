using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Projections.Proving;

/// <summary>What became of comparing a read model with the log.</summary>
/// <param name="Name">The read model.</param>
/// <param name="Version">The version that serves.</param>
/// <param name="Position">The log position as of which both sides were taken.</param>
/// <param name="Live">What readers see.</param>
/// <param name="Folded">What the log says.</param>
/// <param name="Differing">How many documents differ.</param>
/// <param name="Differences">The first of them.</param>
public sealed record Verdict(
    string Name, int Version, long Position, Contents Live, Contents Folded, int Differing, IReadOnlyList<DocumentDifference> Differences)
{
    public bool Same => Differing == 0 && Links.Differing == 0 && ViewFault is null;

    /// <summary>How many documents the build that serves has, those that were left out too.</summary>
    public required long All { get; init; }

    /// <summary>1 where every document was compared; N where it was about one in N.</summary>
    public required int OneIn { get; init; }

    /// <summary>Which links are others than the log says.</summary>
    public required LinkComparison Links { get; init; }

    /// <summary>What is wrong with the view that readers read; null when it shows the build that serves.</summary>
    public required string? ViewFault { get; init; }

    /// <summary>The events that both sides are without, since a person let the version pass over them.</summary>
    public IReadOnlyList<SkippedEvent> Skipped { get; init; } = [];
}

/// <param name="Documents">How many there are.</param>
/// <param name="Hash">Of all ids and documents, in the order of the ids: SHA-256, in hexadecimal.</param>
public sealed record Contents(int Documents, string Hash);
