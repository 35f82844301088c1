using System.Text.Json.Serialization;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Projections.Telling;

/// <summary>How far a build has come, as the command and the Read API tell it.</summary>
public sealed record ToldBuild(
    string Name, int Version, int Build, string Storage, BuildState State, bool Live, bool Followed, long Position,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] ToldHalt? Halt)
{
    public static ToldBuild Of(Checkpoint build) => new(
        build.Name, build.Version, build.Build, build.Storage, build.State, build.Live, build.Followed, build.Position.Value,
        build.Halt is { } halt ? ToldHalt.Of(halt) : null);
}

/// <summary>The event that a build cannot take, and why.</summary>
public sealed record ToldHalt(string Stream, long Revision, long Position, string Type, string Reason)
{
    public static ToldHalt Of(Halt halt) => new(halt.Stream.Value, halt.Revision, halt.Position.Value, halt.Type, halt.Reason);
}
