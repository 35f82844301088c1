using System.Globalization;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http.Bodies;
using LaborMarketplace.Http.Problems;

namespace LaborMarketplace.Http.Queries;

/// <summary>A parameter of an address's query: how it is read, and what the OpenAPI document says of it.</summary>
/// <param name="Name">As it stands in the address.</param>
/// <param name="Description">What it selects.</param>
/// <param name="Example">One that is taken.</param>
/// <param name="Type">What it is read as, for its schema.</param>
public abstract record QueryParameter(string Name, string Description, string Example, Type Type)
{
    /// <summary>A whole number within bounds.</summary>
    public static QueryParameter<int?> Number(string name, string description, int least, int most, string example) =>
        new(name, description, example, text =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most
                ? number
                : throw new ShapeException($"A whole number from {least} to {most} is expected, not {ProblemWriter.Echo(text)}."));

    /// <summary>A number with decimals, within bounds.</summary>
    public static QueryParameter<double?> Measure(string name, string description, double least, double most, string example) =>
        new(name, description, example, text =>
            double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most
                ? number
                : throw new ShapeException(FormattableString.Invariant($"A number from {least} to {most} is expected, not {ProblemWriter.Echo(text)}.")));

    public static QueryParameter<bool?> Flag(string name, string description) => new(name, description, "true", text => text switch
    {
        "true" => true,
        "false" => false,
        _ => throw new ShapeException($"true or false is expected, not {ProblemWriter.Echo(text)}."),
    });

    public static QueryParameter<DateTimeOffset?> Moment(string name, string description) => new(name, description, "2026-11-24T09:00:00Z", text =>
        Instant.TryParse(text) ?? throw new ShapeException(Instant.Expected));

    /// <summary>A point as <c>latitude,longitude</c>.</summary>
    public static QueryParameter<GeoPoint> Point(string name, string description) => new(name, description, "40.7128,-74.0060", text =>
    {
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        return comma > 0
            && double.TryParse(text.AsSpan(0, comma), NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
            && double.TryParse(text.AsSpan(comma + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
                ? new GeoPoint(latitude, longitude)
                : throw new ShapeException("A point is written latitude,longitude in degrees, like 40.7128,-74.0060.");
    });

    /// <summary>One of an enum's words.</summary>
    public static QueryParameter<T?> Word<T>(string name, string description, T example)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(MarketplaceJson.WordOf);
        return new(name, description, MarketplaceJson.WordOf(example), text => words.TryGetValue(text, out var value)
            ? value
            : throw new ShapeException($"One of {string.Join(", ", words.Keys)} is expected, not {ProblemWriter.Echo(text)}."));
    }

    /// <summary>A scalar that stands as a string.</summary>
    public static QueryParameter<T?> Text<T>(string name, string description, string example)
        where T : struct, IScalar<T, string> => new(name, description, example, text => T.From(text));

    /// <summary>A scalar that stands as a whole number.</summary>
    public static QueryParameter<T?> Count<T>(string name, string description, string example)
        where T : struct, IScalar<T, int> => new(name, description, example, text => T.From(
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new ShapeException($"A whole number is expected, not {ProblemWriter.Echo(text)}.")));

    /// <summary>An id.</summary>
    public static QueryParameter<T?> Id<T>(string name, string description)
        where T : struct, IScalar<T, Guid> => new(name, description, "01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4c", text => T.From(
            Guid.TryParseExact(text, "D", out var id) ? id : throw new ShapeException($"A UUID is expected, not {ProblemWriter.Echo(text)}.")));
}

/// <inheritdoc cref="QueryParameter"/>
/// <param name="Parse">Reads the parameter's text, or throws a <see cref="ShapeException"/> that says what would be right.</param>
public sealed record QueryParameter<T>(string Name, string Description, string Example, Func<string, T> Parse)
    : QueryParameter(Name, Description, Example, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T));
