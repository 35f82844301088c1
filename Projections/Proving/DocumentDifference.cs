namespace LaborMarketplace.Projections.Proving;

/// <summary>What two sets of documents do not share.</summary>
/// <param name="Count">How many documents differ.</param>
/// <param name="First">The first of them, in the order of their ids.</param>
internal sealed record DocumentDifferences(int Count, IReadOnlyList<DocumentDifference> First)
{
    /// <summary>How many documents that differ are named.</summary>
    public const int Named = 20;

    /// <summary>What was compared part by part.</summary>
    public static DocumentDifferences Together(IReadOnlyList<DocumentDifferences> parts) => new(
        parts.Sum(part => part.Count), [.. parts.SelectMany(part => part.First).OrderBy(difference => difference.Document).Take(Named)]);
}

/// <param name="Document">The document's id.</param>
/// <param name="Kind">In what way it differs.</param>
/// <param name="Values">Where it differs; empty when it is missing on a side, or was changed since and cannot be shown as it was.</param>
public sealed record DocumentDifference(Guid Document, DifferenceKind Kind, IReadOnlyList<ValueDifference> Values);

/// <summary>In what way a document that readers see differs from the one that it is compared with: the log's, or that of a build beside.</summary>
public enum DifferenceKind
{
    /// <summary>The other side has it, and readers do not see it.</summary>
    Missing,

    /// <summary>Readers see it, and the other side does not have it.</summary>
    Unexpected,

    /// <summary>Readers see another than the other side has.</summary>
    Different,
}
