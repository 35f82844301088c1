using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Tests.Unit.EventStore;

/// <summary>
/// What the log holds stays readable: each event type has an example of its stored bytes in Golden, which is never edited or removed.
/// A shape that needs another example needs another version, and a lift from this one.
/// </summary>
public sealed class GoldenEventTests
{
    private static readonly EventRegistry Registry = EventRegistry.Marketplace;

    public static TheoryData<string> Names => new(Registry.All.Select(pair => pair.Key).Order());

    /// <summary>The examples of current versions.</summary>
    public static TheoryData<string> Files => new(Examples().Where(name => Registry.TypeOf(name) is not null || !IsLifted(name)));

    /// <summary>The examples of versions that are not written any more.</summary>
    public static TheoryData<string> OldFiles => new(Examples().Where(IsLifted));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_event_has_a_golden_example(string name)
    {
        var file = Path.Combine(Folder(), $"{name}.json");
        Assert.True(File.Exists(file), $"Review this example and save it as {file}:\n{Example(name)}");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_golden_example_is_still_read_and_written_the_same(string name)
    {
        var type = Registry.TypeOf(name);
        Assert.True(type is not null, $"No event is named {name} any more: a stored name stays for ever.");

        var golden = File.ReadAllText(Path.Combine(Folder(), $"{name}.json"));
        var happened = JsonSerializer.Deserialize(golden, type, MarketplaceJson.Options);
        Assert.Equal(Compact(golden), JsonSerializer.Serialize(happened, type, MarketplaceJson.Options));
    }

    [Theory]
    [MemberData(nameof(OldFiles))]
    public void Every_golden_example_of_an_old_version_is_read_as_what_it_says_today(string name)
    {
        var golden = File.ReadAllBytes(Path.Combine(Folder(), $"{name}.json"));
        var recorded = new RecordedEvent(new StreamName("any-1"), 0, new LogPosition(1), Guid.NewGuid(), name, golden, ReadOnlyMemory<byte>.Empty);
        var today = EventCodec.OfMarketplace().Lift(recorded)!;

        var type = Registry.TypeOf(today.Type)!;
        var written = JsonSerializer.SerializeToNode(today.Data.Deserialize(type, MarketplaceJson.Options), type, MarketplaceJson.Options);
        Assert.True(JsonNode.DeepEquals(today.Data, written), $"Lifted: {today.Data}\nRead and written: {written}");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_golden_example_shows_all_properties(string name)
    {
        var golden = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder(), $"{name}.json")))!.AsObject();
        var properties = MarketplaceJson.Options.GetTypeInfo(Registry.TypeOf(name)!).Properties.Select(property => property.Name);
        Assert.Equal(properties, golden.Select(property => property.Key));
    }

    /// <summary>An example with all properties; the seed makes it the same each time.</summary>
    private static string Example(string name)
    {
        var type = Registry.TypeOf(name)!;
        var count = MarketplaceJson.Options.GetTypeInfo(type).Properties.Count;
        var full = AnyEvent.Of(type).Select(happened => JsonSerializer.SerializeToNode(happened, type, MarketplaceJson.Options)!.AsObject())
            .Where(json => json.Count == count);
        return full.Single(_ => true, seed: "0N0XIzNsQ0O2").ToJsonString(new JsonSerializerOptions(MarketplaceJson.Options) { WriteIndented = true });
    }

    private static IEnumerable<string> Examples() => Directory.GetFiles(Folder(), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order();

    private static bool IsLifted(string name) => MarketplaceLifts.All.Any(lift => lift.From == name);

    private static string Compact(string json) => JsonNode.Parse(json)!.ToJsonString(MarketplaceJson.Options);

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden");
}
