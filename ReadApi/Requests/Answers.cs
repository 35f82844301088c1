using LaborMarketplace.Http.Problems;

namespace LaborMarketplace.ReadApi.Requests;

/// <summary>The noes of reading.</summary>
internal static class Answers
{
    public static Problem NotFound(string what, Guid id) => new(ProblemKind.NotFound, $"There is no {what} {id}.") { Code = $"{what.Replace(' ', '-')}.not-found" };

    public static Problem NotYours(string whoMay) => new(ProblemKind.Forbidden, $"Only {whoMay} may read this.");
}
