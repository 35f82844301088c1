using System.Text.Json;
using System.Text.Json.Serialization;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.EventStore.Json;

/// <summary>Every <see cref="IScalar{TSelf, TPrimitive}"/> stands as its bare primitive, also as a property's name.</summary>
internal sealed class ScalarConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => Scalar.PrimitiveOf(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(ScalarConverter<,>).MakeGenericType(typeToConvert, Scalar.PrimitiveOf(typeToConvert)!))!;
}

internal sealed class ScalarConverter<TSelf, TPrimitive> : JsonConverter<TSelf>
    where TSelf : struct, IScalar<TSelf, TPrimitive>
    where TPrimitive : notnull
{
    private static readonly JsonConverter<TPrimitive> Primitive =
        (JsonConverter<TPrimitive>)JsonSerializerOptions.Default.GetConverter(typeof(TPrimitive));

    private static readonly string Expected =
        typeof(TPrimitive) == typeof(string) ? "A string" : typeof(TPrimitive) == typeof(Guid) ? "A UUID" : "A whole number";

    public override TSelf Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return TSelf.From(Primitive.Read(ref reader, typeof(TPrimitive), options)!);
        }
        catch (ShapeException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new JsonException($"{Expected} is expected here.", exception);
        }
    }

    public override void Write(Utf8JsonWriter writer, TSelf value, JsonSerializerOptions options) => Primitive.Write(writer, value.Value, options);

    public override TSelf ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return TSelf.From(Primitive.ReadAsPropertyName(ref reader, typeof(TPrimitive), options));
        }
        catch (FormatException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TSelf value, JsonSerializerOptions options) =>
        Primitive.WriteAsPropertyName(writer, value.Value, options);
}
