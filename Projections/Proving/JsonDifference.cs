using System.Text.Json;

namespace LaborMarketplace.Projections.Proving;

/// <summary>A value that two documents do not share.</summary>
/// <param name="Path">Where it is: <c>terms.positions</c>, <c>skills[2]</c>; empty for the whole document.</param>
/// <param name="Live">As readers see it, in JSON; null where it is missing.</param>
/// <param name="Other">As the side has it that they are compared with, in JSON; null where it is missing.</param>
public sealed record ValueDifference(string Path, string? Live, string? Other);

/// <summary>Compares two JSON documents value by value.</summary>
internal static class JsonDifference
{
    public static IEnumerable<ValueDifference> Between(string live, string other)
    {
        using var left = JsonDocument.Parse(live);
        using var right = JsonDocument.Parse(other);
        return [.. Between("", left.RootElement, right.RootElement)];
    }

    private static IEnumerable<ValueDifference> Between(string path, JsonElement live, JsonElement other) => (live.ValueKind, other.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => Join(Members(path, live), Members(path, other)),
        (JsonValueKind.Array, JsonValueKind.Array) => Join(Elements(path, live), Elements(path, other)),
        _ when live.GetRawText() == other.GetRawText() => [],
        _ => [new ValueDifference(path, live.GetRawText(), other.GetRawText())],
    };

    private static IEnumerable<ValueDifference> Join(Dictionary<string, JsonElement> live, Dictionary<string, JsonElement> other) =>
        live.Keys.Union(other.Keys).SelectMany(path => (live.TryGetValue(path, out var left), other.TryGetValue(path, out var right)) switch
        {
            (true, true) => Between(path, left, right),
            (true, false) => [new ValueDifference(path, left.GetRawText(), null)],
            _ => [new ValueDifference(path, null, right.GetRawText())],
        });

    private static Dictionary<string, JsonElement> Members(string path, JsonElement value) =>
        value.EnumerateObject().ToDictionary(member => path.Length == 0 ? member.Name : $"{path}.{member.Name}", member => member.Value);

    private static Dictionary<string, JsonElement> Elements(string path, JsonElement value) =>
        value.EnumerateArray().Select((element, index) => (element, index)).ToDictionary(item => $"{path}[{item.index}]", item => item.element);
}
