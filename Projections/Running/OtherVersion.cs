using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Projections.Running;

/// <summary>A read model of which another version serves than the one that this program knows.</summary>
public sealed record OtherVersion(Projection Projection, Checkpoint Serving)
{
    public static IEnumerable<OtherVersion> Among(IReadOnlyList<Projection> projections, IReadOnlyList<Checkpoint> checkpoints) =>
        from projection in projections
        join serving in checkpoints.Where(build => build.Live) on projection.Name equals serving.Name
        where serving.Version != projection.Version
        select new OtherVersion(projection, serving);

    /// <summary>Whether this program is the older one: it leaves alone what a newer one let serve.</summary>
    public bool IsNewer => Serving.Version > Projection.Version;

    public override string ToString() => IsNewer
        ? $"{Projection.Name} serves version {Serving.Version}, and this program knows version {Projection.Version}, which is older: "
            + "a newer program has to follow the log for it."
        : $"{Projection.Name} serves version {Serving.Version} as it stands, and this program knows version {Projection.Version}: "
            + $"rebuild it (marketplace projections rebuild {Projection.Name} --switch).";
}
