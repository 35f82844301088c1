using System.Text.Json;
using System.Text.Json.Serialization;
using LaborMarketplace.Domain;

namespace LaborMarketplace.EventStore.Json;

/// <summary>A <see cref="ValueList{T}"/> is an array without nulls.</summary>
internal sealed class ValueListConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(ValueList<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(ValueListConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;
}

internal sealed class ValueListConverter<T> : JsonConverter<ValueList<T>>
{
    public override ValueList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A list is expected here.");
        }

        var items = new List<T>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(ReadItem(ref reader, items.Count, options));
        }

        return items.ToValueList();
    }

    public override void Write(Utf8JsonWriter writer, ValueList<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var item in value)
        {
            JsonSerializer.Serialize(writer, item, options);
        }

        writer.WriteEndArray();
    }

    private static T ReadItem(ref Utf8JsonReader reader, int index, JsonSerializerOptions options)
    {
        try
        {
            return Shaped.Read<T>(ref reader, options) ?? throw new JsonException("A list holds no null.");
        }
        catch (JsonException exception)
        {
            var place = new JsonException(exception.Message, $"$[{index}]", null, null, exception.InnerException);
            throw new JsonException(exception.Message, place);
        }
    }
}
