namespace LaborMarketplace.Projections.Proving;

/// <summary>What became of comparing the links of a read model with the log: a link says whose document the later events of a stream change.</summary>
/// <param name="Live">How many stand in <c>read.projection_link</c>.</param>
/// <param name="Folded">How many the log has.</param>
/// <param name="Differing">How many streams have a link on one side alone, or lead to different documents.</param>
/// <param name="Differences">The first of them, in the order of the streams' ids.</param>
public sealed record LinkComparison(int Live, int Folded, int Differing, IReadOnlyList<LinkDifference> Differences)
{
    private const int Named = 20;

    internal static LinkComparison Of(IReadOnlyDictionary<Guid, Guid> live, IReadOnlyDictionary<Guid, Guid> folded)
    {
        var differing = live.Keys.Union(folded.Keys)
            .Select(stream => new LinkDifference(stream, DocumentOf(stream, live), DocumentOf(stream, folded)))
            .Where(link => link.Live != link.Folded)
            .OrderBy(link => link.Stream)
            .ToList();
        return new LinkComparison(live.Count, folded.Count, differing.Count, [.. differing.Take(Named)]);
    }

    private static Guid? DocumentOf(Guid stream, IReadOnlyDictionary<Guid, Guid> links) => links.TryGetValue(stream, out var document) ? document : null;
}

/// <param name="Stream">The stream's id.</param>
/// <param name="Live">The document that its later events change; null where there is no link.</param>
/// <param name="Folded">The one that the log says; null where it says none.</param>
public sealed record LinkDifference(Guid Stream, Guid? Live, Guid? Folded);
