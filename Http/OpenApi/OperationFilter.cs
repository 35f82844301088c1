using System.Globalization;
using System.Text.Json;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http.Bodies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LaborMarketplace.Http.OpenApi;

/// <summary>Writes an endpoint's <see cref="Operation"/> into the OpenAPI document.</summary>
internal sealed class OperationFilter : IOperationFilter
{
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
        foreach (var (status, response) in OperationProblems.Of(told, hasTimeLimit: !metadata.OfType<DisableRequestTimeoutAttribute>().Any(), context))
        {
            operation.Responses[status] = response;
        }

        operation.Security = metadata.OfType<IAllowAnonymous>().Any() ? [] : [OpenApiSetup.Bearer(context.Document)];
    }

    private static IEnumerable<IOpenApiParameter> Path(Operation told, OperationFilterContext context) =>
        from part in context.ApiDescription.RelativePath!.Split('/')
        where part.StartsWith('{')
        let name = part.Trim('{', '}')
        select new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Path,
            Required = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = told.TextInPath.Contains(name) ? null : "uuid" },
        };

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

    /// <summary>A body is needed where it has a member that is: none at all is an object without members.</summary>
    private static OpenApiRequestBody Body(object example, OperationFilterContext context)
    {
        var members = RequestJson.Options.GetTypeInfo(example.GetType()).Properties;
        return new()
        {
            Required = members.Any(member => member.IsRequired),
            Content = Json(example, context),
            Description = members.Count == 0 ? "Nothing, or an empty object." : null,
        };
    }

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
        var done = new OpenApiResponse
        {
            Description = "Done.",
            Headers = told.AnswerHeaders.ToDictionary(header => header.Name, header => (IOpenApiHeader)new OpenApiHeader
            {
                Description = header.Description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = header.Example,
            }),
            Content = told.Answer is { } answer ? Json(answer, context) : null,
        };
        if (told.AlsoAs is { } type)
        {
            done.Content?.Add(type, new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        }

        var responses = new OpenApiResponses { [told.Status.ToString(CultureInfo.InvariantCulture)] = done };
        if (told.RequestHeaders.Any(header => header.Name == HeaderNames.IfNoneMatch))
        {
            responses["304"] = new OpenApiResponse { Description = "You have it already: it still has the ETag of If-None-Match." };
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
