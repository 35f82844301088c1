using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore.Json;

namespace LaborMarketplace.EventStore;

/// <summary>How everything is written in JSON: events, documents, requests, answers. Equal values give equal bytes.</summary>
/// <remarks>
/// Names are camelCase, enums are camelCase words, scalars stand as their bare primitive, null is left out.
/// What a constructor asks for and is not nullable must be there. A value out of shape is a <see cref="JsonException"/> whose message is
/// the type's own rule, and whose place is told by <see cref="PathOf"/>.
/// </remarks>
public static class MarketplaceJson
{
    /// <summary>For what we wrote ourselves: members that this version does not know are passed over.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Lays these rules upon options that a framework made.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        // Text stays readable in the log and on the wire; what puts it into a page of HTML has to escape it there.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LetNullableBeAbsent, CheckShapes } };
        options.Converters.Add(new EnumConverterFactory());
        options.Converters.Add(new ScalarConverterFactory());
        options.Converters.Add(new ValueListConverterFactory());
    }

    /// <summary>An enum's value as it stands in JSON: a camelCase word.</summary>
    public static string WordOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Where in the whole JSON text a value was wrong: <c>$.plan.slots[2].from</c>.</summary>
    public static string PathOf(JsonException exception)
    {
        var path = "$";
        for (var cause = exception; cause is not null; cause = cause.InnerException as JsonException)
        {
            path += cause.Path is { Length: > 0 } part ? part[1..] : "";
        }

        return path;
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.MakeReadOnly();
        return options;
    }

    private static void LetNullableBeAbsent(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.AssociatedParameter is { } parameter && IsNullable(parameter)))
        {
            property.IsRequired = false;
        }
    }

    private static bool IsNullable(JsonParameterInfo parameter) =>
        parameter.ParameterType.IsValueType ? Nullable.GetUnderlyingType(parameter.ParameterType) is not null : parameter.IsNullable;

    private static void CheckShapes(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.PropertyType is { IsClass: true } value && value.Namespace == typeof(Money).Namespace)
            {
                property.CustomConverter = (JsonConverter)Activator.CreateInstance(typeof(ShapeConverter<>).MakeGenericType(value))!;
            }
        }
    }
}
