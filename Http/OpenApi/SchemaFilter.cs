using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LaborMarketplace.Http.Bodies;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace LaborMarketplace.Http.OpenApi;

/// <summary>Says of each schema what its type knows: a scalar's shape, and which members must be there.</summary>
internal sealed class SchemaFilter : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema written)
        {
            return;
        }

        var type = Nullable.GetUnderlyingType(context.Type) ?? context.Type;
        if (ScalarShape.All.TryGetValue(type, out var shape))
        {
            Tell(written, shape);
        }
        else if (written.Type is { } kind && kind.HasFlag(JsonSchemaType.Object) && written.Properties is { Count: > 0 })
        {
            written.Required = RequestJson.Options.GetTypeInfo(type).Properties
                .Where(property => property.IsRequired).Select(property => property.Name).ToHashSet();
            written.AdditionalPropertiesAllowed = false;
            foreach (var required in written.Required.Select(name => written.Properties[name]).OfType<OpenApiSchema>())
            {
                required.Type &= ~JsonSchemaType.Null;
            }
        }
    }

    private static void Tell(OpenApiSchema schema, ScalarShape shape)
    {
        schema.Description = shape.Description;
        schema.Pattern = shape.Pattern;
        schema.MinLength = shape.MinLength;
        schema.MaxLength = shape.MaxLength;
        schema.Minimum = shape.Minimum?.ToString(CultureInfo.InvariantCulture);
        schema.Maximum = shape.Maximum?.ToString(CultureInfo.InvariantCulture);
        schema.Example = JsonSerializer.SerializeToNode(shape.Example) as JsonValue;
    }
}
