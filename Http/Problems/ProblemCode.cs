namespace LaborMarketplace.Http.Problems;

/// <summary>A code that an endpoint may answer with, and the kind of problem that it is of.</summary>
public sealed record ProblemCode(ProblemKind Kind, string Code)
{
    public static ProblemCode Of(ProblemKind kind) => new(kind, kind.Code);
}
