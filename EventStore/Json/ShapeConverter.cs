using System.Text.Json;
using System.Text.Json.Serialization;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.EventStore.Json;

/// <summary>Stands at a property whose type checks its own shape, and turns a refusal into an error with a place.</summary>
internal sealed class ShapeConverter<T> : JsonConverter<T>
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Shaped.Read<T>(ref reader, options);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, options);
}

internal static class Shaped
{
    /// <summary>
    /// Reads a value. The serializer writes a place only into an exception that has none, so an exception from further inside goes along
    /// as the cause, with its own place below this one.
    /// </summary>
    public static T? Read<T>(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(ref reader, options);
        }
        catch (ShapeException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
        catch (JsonException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }
}
