using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Http.Bodies;

/// <summary>The marketplace's JSON as a request has to write it: nothing unknown, nothing twice, nothing ambiguous.</summary>
public static class RequestJson
{
    internal const int MaxDepth = 32;

    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            MaxDepth = MaxDepth,
        };
        options.Converters.Add(new InstantConverter());
        MarketplaceJson.Configure(options);
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>Takes only instants that say their offset from UTC, and lie where sums with any of the marketplace's spans are dates still.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? Instant.Parse(reader.GetString()!)
            : throw new JsonException(Instant.Expected);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>Instants as requests write them, in bodies and in addresses.</summary>
internal static class Instant
{
    public const string Expected = "An instant is written like 2026-11-24T09:00:00Z, with its offset from UTC, and lies from 1970 to 2199.";

    private static readonly string[] Forms =
        ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <exception cref="JsonException">The text is no such instant.</exception>
    public static DateTimeOffset Parse(string text) => TryParse(text) ?? throw new JsonException(Expected);

    public static DateTimeOffset? TryParse(string text) =>
        (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal))
        && DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
        && instant.UtcDateTime.Year is >= 1970 and < 2200
            ? instant.ToUniversalTime()
            : null;
}
