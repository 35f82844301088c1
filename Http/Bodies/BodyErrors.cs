using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Problems;

namespace LaborMarketplace.Http.Bodies;

/// <summary>Finds everything that is wrong with a body that could not be read, by walking it along the type that was asked for.</summary>
internal sealed class BodyErrors
{
    private const string Root = "$";

    private readonly FieldErrors _errors = new();

    public static Problem Find(ReadOnlyMemory<byte> body, Type asked)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = RequestJson.MaxDepth });
            var found = new BodyErrors();
            found.Inspect(document.RootElement, asked, Root);
            return new Problem(ProblemKind.InvalidBody, found._errors.Summary) { Errors = found._errors };
        }
        catch (JsonException exception)
        {
            return new Problem(ProblemKind.MalformedJson, $"Line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}: {Sentence(exception)}");
        }
    }

    private void Inspect(JsonElement element, Type asked, string path)
    {
        var type = RequestJson.Options.GetTypeInfo(Nullable.GetUnderlyingType(asked) ?? asked);
        var before = _errors.Count;
        if (type.Kind == JsonTypeInfoKind.Object)
        {
            InspectObject(element, type, path);
        }
        else if (ElementOf(type.Type) is { } item)
        {
            InspectList(element, item, path);
        }

        if (_errors.Count == before)
        {
            InspectWhole(element, type, path);
        }
    }

    private void InspectObject(JsonElement element, JsonTypeInfo type, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            _errors.With(path, $"An object is expected here, with {Names(type)}.");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var name = NameOf(member);
            if (!seen.Add(name))
            {
                _errors.With(Below(path, name), "This member stands here twice.");
            }
            else if (type.Properties.FirstOrDefault(property => property.Name == name) is { } property)
            {
                InspectMember(member.Value, property, Below(path, name));
            }
            else
            {
                _errors.With(Below(path, name), $"There is no such member; known are {Names(type)}.");
            }
        }

        foreach (var missing in type.Properties.Where(property => property.IsRequired && !seen.Contains(property.Name)))
        {
            _errors.With(Below(path, missing.Name), "This member is missing.");
        }
    }

    private void InspectMember(JsonElement value, JsonPropertyInfo property, string path)
    {
        if (value.ValueKind != JsonValueKind.Null)
        {
            Inspect(value, property.PropertyType, path);
        }
        else if (property.IsRequired)
        {
            _errors.With(path, "This member is not null.");
        }
    }

    private void InspectList(JsonElement element, Type item, string path)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            _errors.With(path, "A list is expected here.");
            return;
        }

        var index = 0;
        foreach (var value in element.EnumerateArray())
        {
            Inspect(value, item, $"{path}[{index++}]");
        }
    }

    /// <summary>What the type says of the value as a whole; the sentence is the type's own where it has one.</summary>
    private void InspectWhole(JsonElement element, JsonTypeInfo type, string path)
    {
        try
        {
            if (element.Deserialize(type) is null)
            {
                _errors.With(path, $"This is not null, but has {Names(type)}.");
            }
        }
        catch (Exception exception) when (exception is JsonException or ShapeException or InvalidOperationException)
        {
            _errors.With(path, Expected(type.Type) ?? exception.Message);
        }
    }

    private static string Sentence(JsonException exception) => exception.Message.Split(" LineNumber:")[0];

    private static string? Expected(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => null,
        TypeCode.String => "A string is expected here, of valid Unicode.",
        TypeCode.Boolean => "true or false is expected here.",
        TypeCode.Int32 or TypeCode.Int64 => "A whole number is expected here.",
        TypeCode.Double or TypeCode.Decimal => "A number is expected here.",
        _ when type == typeof(DateOnly) => "A date is written like 2026-11-24.",
        _ when type == typeof(TimeOnly) => "A time of day is written like 09:30:00.",
        _ when type == typeof(TimeSpan) => "A length of time is written like 08:30:00, or 1.08:30:00 with days.",
        _ => null,
    };

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueList<>) ? type.GetGenericArguments()[0] : null;

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            // The name is half of a surrogate pair, which no member's name is.
            return "\uFFFD";
        }
    }

    private static string Names(JsonTypeInfo type) =>
        type.Properties.Count == 0 ? "no members at all" : string.Join(", ", type.Properties.Select(property => property.Name));

    private static string Below(string path, string name) => path == Root ? ProblemWriter.Echo(name) : $"{path}.{ProblemWriter.Echo(name)}";
}
