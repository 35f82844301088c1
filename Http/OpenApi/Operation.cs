using System.Reflection;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LaborMarketplace.Http.OpenApi;

/// <summary>What the OpenAPI document says of an endpoint, beside its method and path.</summary>
/// <param name="Tag">The group it stands in: <c>Jobs</c>.</param>
/// <param name="Id">Unique in the document: <c>publishJob</c>.</param>
/// <param name="Summary">One sentence: what it does.</param>
public sealed record Operation(string Tag, string Id, string Summary)
{
    /// <summary>A body that the endpoint takes; its type is the body's type. Null where it takes none.</summary>
    public object? Body { get; init; }

    /// <summary>The parts of the path that are text; all others are UUIDs.</summary>
    public IReadOnlyCollection<string> TextInPath { get; init; } = [];

    public IReadOnlyCollection<QueryParameter> Query { get; init; } = [];

    public IReadOnlyCollection<HeaderShape> RequestHeaders { get; init; } = [];

    /// <summary>The status of success.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>An answer, whose type is the answer's type; null for one without a body.</summary>
    public object? Answer { get; init; }

    public IReadOnlyCollection<HeaderShape> AnswerHeaders { get; init; } = [];

    /// <summary>What else the answer may come as, where the request's Accept asks for it: <c>text/event-stream</c>.</summary>
    public string? AlsoAs { get; init; }

    /// <summary>What may be answered instead, beside what may be answered everywhere. Of a kind that rules answer, any code may come.</summary>
    public IReadOnlyCollection<ProblemKind> Problems { get; init; } = [];

    /// <summary>The codes that may be answered instead, where they can all be told.</summary>
    public IReadOnlyCollection<ProblemCode> Codes { get; init; } = [];
}

/// <summary>A header of requests or answers, for the OpenAPI document.</summary>
public sealed record HeaderShape(string Name, string Description, string Example);

public static class OperationSetup
{
    // The explorer of endpoints lists only those with a method; for one that is a bare RequestDelegate, that is the delegate's own.
    private static readonly MethodInfo Invoke = typeof(RequestDelegate).GetMethod(nameof(RequestDelegate.Invoke))!;

    /// <summary>Puts the endpoint into the OpenAPI document.</summary>
    public static TBuilder Describe<TBuilder>(this TBuilder endpoint, Operation operation)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(Invoke, operation);
}
