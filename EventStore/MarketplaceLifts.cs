using System.Text.Json.Nodes;

namespace LaborMarketplace.EventStore;

/// <summary>Every old version of an event, and what it says today. A new version of an event adds the lift of the old one here, and only here.</summary>
public static class MarketplaceLifts
{
    public static IReadOnlyList<EventLift> All { get; } = [new("assignment.checked-in.v1", "assignment.checked-in.v2", NameTheProof)];

    /// <summary>Version 1 told the code by a flag, and left position and remote work to be told apart by whether there was a position.</summary>
    private static JsonObject NameTheProof(JsonObject old)
    {
        var byCode = old["bySupervisorCode"] ?? throw new FormatException("bySupervisorCode is missing.");
        var proof = byCode.GetValue<bool>() ? "supervisorCode"
            : old["position"] is null ? "remote"
            : "position";
        var current = new JsonObject { ["proof"] = proof };
        foreach (var (name, value) in old.Where(member => member.Key != "bySupervisorCode"))
        {
            current[name] = value?.DeepClone();
        }

        return current;
    }
}
