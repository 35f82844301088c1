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
    public bool Same => Differing == 0;

    /// <summary>The events that both sides are without, since a person let the version pass over them.</summary>
    public IReadOnlyList<SkippedEvent> Skipped { get; init; } = [];
}

/// <param name="Documents">How many there are.</param>
/// <param name="Hash">Of all ids and documents, in the order of the ids: SHA-256, in hexadecimal.</param>
public sealed record Contents(int Documents, string Hash);

/// <param name="Document">The document's id.</param>
/// <param name="Kind">In what way it differs.</param>
/// <param name="Values">Where it differs; empty when it is missing on a side, or was changed since and cannot be shown as it was.</param>
public sealed record DocumentDifference(Guid Document, DifferenceKind Kind, IReadOnlyList<ValueDifference> Values);

public enum DifferenceKind
{
    /// <summary>The log says that there is one, and readers do not see it.</summary>
    Missing,

    /// <summary>Readers see one that the log does not have.</summary>
    Unexpected,

    /// <summary>Readers see another than the log has.</summary>
    Different,
}
