namespace LaborMarketplace.Projections.Proving;

/// <summary>What became of comparing the build that serves with one beside it.</summary>
/// <param name="Live">The build that serves.</param>
/// <param name="Beside">The other.</param>
/// <param name="Position">The log position as of which both sides were taken.</param>
/// <param name="Differing">How many documents differ.</param>
/// <param name="Differences">The first of them: missing is what the build beside has and readers do not see.</param>
public sealed record BuildDifferences(
    string Name, string Live, string Beside, long Position, Contents LiveContents, Contents BesideContents, int Differing,
    IReadOnlyList<DocumentDifference> Differences)
{
    public bool Same => Differing == 0 && Folded is not { Differing: > 0 };

    /// <summary>The side that was folded from the log, where the two do not come to one position; null where both tables were read.</summary>
    public FoldedBuild? Folded { get; init; }
}

/// <summary>
/// A build that stands elsewhere than the other: the log was folded up to the other's position in its place, and its own table compared
/// with the log where it stands.
/// </summary>
/// <param name="Build">The build, of the version that this program knows.</param>
/// <param name="Position">Where it stands.</param>
/// <param name="Differing">How many documents in its table are others than the log has there.</param>
/// <param name="Differences">The first of them: missing is what the log has and the table does not.</param>
public sealed record FoldedBuild(string Build, long Position, int Differing, IReadOnlyList<DocumentDifference> Differences);
