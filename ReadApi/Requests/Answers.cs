using LaborMarketplace.Http.Problems;

namespace LaborMarketplace.ReadApi.Requests;

/// <summary>The noes of reading.</summary>
internal static class Answers
{
    /// <summary>The code of <see cref="NotFound"/>.</summary>
    public static ProblemCode Missing(string what) => new(ProblemKind.NotFound, $"{what}.not-found");

    public static Problem NotFound(string what, Guid id) => new(ProblemKind.NotFound, $"There is no {what} {id}.") { Code = Missing(what).Code };

    public static Problem NotYours(string whoMay) => new(ProblemKind.Forbidden, $"Only {whoMay} may read this.");
}
