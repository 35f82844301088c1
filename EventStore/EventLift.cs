using System.Text.Json.Nodes;

namespace LaborMarketplace.EventStore;

/// <summary>How an old version of an event becomes the next one. It works on the stored JSON, so old types need not be kept.</summary>
/// <param name="From">The old version's stored name, <c>job.published.v1</c>.</param>
/// <param name="To">The next version's, <c>job.published.v2</c>.</param>
/// <param name="Lift">Pure: what the old event says, said as the next version says it.</param>
public sealed record EventLift(string From, string To, Func<JsonObject, JsonObject> Lift);

/// <summary>An event of an old version, as the current version says it.</summary>
/// <param name="Type">The current version's stored name.</param>
public sealed record LiftedEvent(string Type, JsonObject Data);

/// <summary>The lifts of all old versions, chained up to the versions that the registry knows.</summary>
internal sealed class EventLifts
{
    private readonly Dictionary<string, EventLift> _byOldName = [];

    /// <exception cref="InvalidOperationException">A chain has a gap, leads nowhere, or forks.</exception>
    public EventLifts(EventRegistry registry, IReadOnlyList<EventLift> lifts)
    {
        foreach (var lift in lifts)
        {
            var (family, version) = Split(lift.From);
            Require(lift.To == $"{family}.v{version + 1}", $"{lift.From} is lifted to {lift.To}; the next version is {family}.v{version + 1}.");
            Require(registry.TypeOf(lift.From) is null, $"{lift.From} is lifted, but it is the current version.");
            Require(_byOldName.TryAdd(lift.From, lift), $"{lift.From} is lifted twice.");
        }

        foreach (var lift in lifts)
        {
            Require(registry.TypeOf(lift.To) is not null || _byOldName.ContainsKey(lift.To),
                $"{lift.From} is lifted to {lift.To}, which is neither current nor lifted further.");
        }

        foreach (var (name, _) in registry.All)
        {
            var (family, version) = Split(name);
            for (var old = 1; old < version; old++)
            {
                Require(_byOldName.ContainsKey($"{family}.v{old}"), $"{name} is current, but nothing lifts {family}.v{old}.");
            }
        }
    }

    public EventLift? From(string name) => _byOldName.GetValueOrDefault(name);

    private static (string Family, int Version) Split(string name)
    {
        var mark = name.LastIndexOf(".v", StringComparison.Ordinal);
        var version = 0;
        Require(mark > 0 && int.TryParse(name.AsSpan(mark + 2), out version) && version >= 1, $"{name} does not end in a version, like .v1.");
        return (name[..mark], version);
    }

    private static void Require(bool right, string message)
    {
        if (!right)
        {
            throw new InvalidOperationException(message);
        }
    }
}
