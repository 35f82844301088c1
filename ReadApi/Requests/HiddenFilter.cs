using System.Text.Json.Nodes;
using LaborMarketplace.Projections.Definition;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LaborMarketplace.ReadApi.Requests;

/// <summary>Leaves out of the OpenAPI document what documents hide: see <see cref="IDocument"/>.</summary>
internal sealed class HiddenFilter : IDocumentFilter
{
    private const string Hidden = "hidden";

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        foreach (var schema in context.SchemaRepository.Schemas.Values)
        {
            schema.Properties?.Remove(Hidden);
        }

        foreach (var example in Answers(swaggerDoc).SelectMany(answer => answer.Content?.Values ?? []).Select(content => content.Example).OfType<JsonObject>())
        {
            LeaveOut(example);
        }
    }

    private static IEnumerable<IOpenApiResponse> Answers(OpenApiDocument document) => document.Paths.Values
        .SelectMany(path => path.Operations?.Values.AsEnumerable() ?? [])
        .SelectMany(operation => operation.Responses?.Values.AsEnumerable() ?? []);

    /// <param name="example">A document, or a page of documents.</param>
    private static void LeaveOut(JsonObject example)
    {
        example.Remove(Hidden);
        if (example["items"] is JsonArray items)
        {
            foreach (var item in items.OfType<JsonObject>())
            {
                item.Remove(Hidden);
            }
        }
    }
}
