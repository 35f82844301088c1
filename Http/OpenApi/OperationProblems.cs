using System.Globalization;
using System.Text.Json.Nodes;
using LaborMarketplace.Http.Problems;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LaborMarketplace.Http.OpenApi;

/// <summary>Writes what an endpoint may answer instead into the OpenAPI document, by status; with the codes, where they can all be told.</summary>
internal static class OperationProblems
{
    private static readonly ProblemKind[] Everywhere =
    [
        ProblemKind.InvalidParameter, ProblemKind.BadRequest, ProblemKind.TokenMissing, ProblemKind.TokenExpired, ProblemKind.TokenInvalid,
        ProblemKind.Forbidden, ProblemKind.TooManyRequests, ProblemKind.Unforeseen, ProblemKind.Unavailable,
    ];

    /// <summary>The kinds whose codes are those of rules.</summary>
    private static readonly ProblemKind[] OfRules = [ProblemKind.Forbidden, ProblemKind.NotFound, ProblemKind.Refused, ProblemKind.Rejected];

    /// <param name="told">The endpoint.</param>
    /// <param name="hasTimeLimit">Whether its answer is given up when it takes too long.</param>
    public static IEnumerable<(string Status, OpenApiResponse Response)> Of(Operation told, bool hasTimeLimit, OperationFilterContext context)
    {
        var everywhere = hasTimeLimit ? Everywhere.Append(ProblemKind.TimedOut) : Everywhere;
        var codes = told.Codes.Concat(told.Problems.Concat(everywhere).Select(ProblemCode.Of)).Distinct();
        foreach (var ofStatus in codes.GroupBy(code => code.Kind.Status).OrderBy(codes => codes.Key))
        {
            var open = told.Problems.Any(kind => kind.Status == ofStatus.Key && OfRules.Contains(kind));
            yield return (ofStatus.Key.ToString(CultureInfo.InvariantCulture), Response([.. ofStatus], open, context));
        }
    }

    private static OpenApiResponse Response(IReadOnlyList<ProblemCode> codes, bool open, OperationFilterContext context)
    {
        var problem = context.SchemaGenerator.GenerateSchema(typeof(ProblemShape), context.SchemaRepository);
        return new()
        {
            Description = string.Join("; or ", codes.GroupBy(code => code.Kind).Select(ofKind => InWords(ofKind, open))) + ".",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = open ? problem : WithOneOf(codes, problem) },
            },
        };
    }

    private static string InWords(IGrouping<ProblemKind, ProblemCode> codes, bool open) => open
        ? codes.Key.Title
        : $"{codes.Key.Title} ({string.Join(", ", codes.Select(code => $"`{code.Code}`"))})";

    private static OpenApiSchema WithOneOf(IEnumerable<ProblemCode> codes, IOpenApiSchema problem) => new()
    {
        AllOf = [problem],
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. codes.Select(code => (JsonNode)code.Code)] },
        },
    };
}

/// <summary>A problem, as its schema tells it (RFC 9457).</summary>
/// <param name="Type">Leads to a page on this kind of problem.</param>
/// <param name="Title">The same for all problems of the kind.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong with this request, and what would be right.</param>
/// <param name="Code">Stable: branch on this.</param>
/// <param name="TraceId">Finds the request in logs and traces.</param>
/// <param name="Errors">What is wrong, by the path of the field.</param>
/// <param name="Inputs">What the rule looked at.</param>
internal sealed record ProblemShape(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string TraceId,
    Dictionary<string, string[]>? Errors,
    Dictionary<string, object>? Inputs);
