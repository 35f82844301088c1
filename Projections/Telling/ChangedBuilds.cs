using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Projections.Telling;

/// <summary>The build that readers see now.</summary>
/// <param name="Build">Its table.</param>
public sealed record NowServing(string Name, int Version, string Build, long Position)
{
    public static NowServing Of(Checkpoint build) => new(build.Name, build.Version, build.Storage, build.Position.Value);
}

/// <summary>The builds that are gone, by their tables.</summary>
public sealed record DroppedBuilds(IReadOnlyList<string> Dropped);

/// <summary>Whether a read model's builds are held where they stand.</summary>
public sealed record Pausing(string Name, bool Paused);
