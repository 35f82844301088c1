using System.Globalization;
using System.Text.Json;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LaborMarketplace.Http.OpenApi;

/// <summary>Writes an endpoint's <see cref="Operation"/> into the OpenAPI document.</summary>
internal sealed class OperationFilter : IOperationFilter
{
    private static readonly ProblemKind[] Everywhere =
        [ProblemKind.InvalidParameter, ProblemKind.TokenMissing, ProblemKind.Forbidden, ProblemKind.TooManyRequests, ProblemKind.Unavailable];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
        if (metadata.OfType<Operation>().LastOrDefault() is not { } told)
        {
            return;
        }

        operation.OperationId = told.Id;
        operation.Summary = told.Summary;
        operation.Tags = new HashSet<OpenApiTagReference> { new(told.Tag, context.Document) };
        operation.Parameters = [.. Path(told, context), .. told.Query.Select(parameter => Query(parameter, context)), .. told.RequestHeaders.Select(Header)];
        operation.RequestBody = told.Body is { } body ? Body(body, context) : null;
        operation.Responses = Responses(told, context);
        operation.Security = metadata.OfType<IAllowAnonymous>().Any() ? [] : [OpenApiSetup.Bearer(context.Document)];
    }

    private static IEnumerable<IOpenApiParameter> Path(Operation told, OperationFilterContext context) =>
        context.ApiDescription.RelativePath!.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}')).Select(name => new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Path,
            Required = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = told.TextInPath.Contains(name) ? null : "uuid" },
        });

    private static OpenApiParameter Query(Queries.QueryParameter parameter, OperationFilterContext context) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Description = parameter.Description,
        Example = parameter.Example,
        Schema = parameter.Type == typeof(Domain.Values.GeoPoint)
            ? new OpenApiSchema { Type = JsonSchemaType.String }
            : context.SchemaGenerator.GenerateSchema(parameter.Type, context.SchemaRepository),
    };

    private static OpenApiRequestBody Body(object example, OperationFilterContext context) =>
        example.GetType().GetProperties().Length > 0
            ? new() { Required = true, Content = Json(example, context) }
            : new() { Required = false, Content = Json(example, context), Description = "Nothing, or an empty object." };

    private static OpenApiParameter Header(HeaderShape header) => new()
    {
        Name = header.Name,
        In = ParameterLocation.Header,
        Description = header.Description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Example = header.Example,
    };

    private static OpenApiResponses Responses(Operation told, OperationFilterContext context)
    {
        var responses = new OpenApiResponses
        {
            [told.Status.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = "Done.",
                Headers = told.AnswerHeaders.ToDictionary(header => header.Name, header => (IOpenApiHeader)new OpenApiHeader
                {
                    Description = header.Description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                    Example = header.Example,
                }),
                Content = told.Answer is { } answer ? Json(answer, context) : null,
            },
        };
        foreach (var kinds in told.Problems.Concat(Everywhere).Distinct().GroupBy(kind => kind.Status).OrderBy(kinds => kinds.Key))
        {
            responses[kinds.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join("; or ", kinds.Select(kind => kind.Title)) + ".",
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = context.SchemaGenerator.GenerateSchema(typeof(ProblemShape), context.SchemaRepository) },
                },
            };
        }

        return responses;
    }

    private static Dictionary<string, OpenApiMediaType> Json(object example, OperationFilterContext context) => new()
    {
        ["application/json"] = new()
        {
            Schema = context.SchemaGenerator.GenerateSchema(example.GetType(), context.SchemaRepository),
            Example = JsonSerializer.SerializeToNode(example, example.GetType(), MarketplaceJson.Options),
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
    string Type, string Title, int Status, string Detail, string Code, string TraceId, Dictionary<string, string[]>? Errors, Dictionary<string, object>? Inputs);
