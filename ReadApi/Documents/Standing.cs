using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.ReadApi.Documents;

/// <summary>Where the builds that serve stand, in the words of the statement that reads them.</summary>
/// <remarks>
/// What a process has heard may be of a build that has just stopped serving, and a switch back may lead to an older one. A statement is not
/// deceived: it holds the view, for which a switch waits, and sees checkpoint and documents as of one moment.
/// </remarks>
internal static class Standing
{
    /// <summary>The position up to which all of these are, as an expression; null where one has not been made yet.</summary>
    public static string Of(params IReadOnlyList<Projection> projections) =>
        $"(select min(position) from read.projection where live and name in ({string.Join(", ", projections.Select(projection => $"'{projection.Name}'"))}))";
}
