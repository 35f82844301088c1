using LaborMarketplace.Domain;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.ReadApi.Models;

/// <summary>What the database knows of rebuilds, wherever they run or ran.</summary>
internal sealed class UnfinishedBuilds(ProjectionStatus status, IEventStore log)
{
    /// <summary>How those of these read models stand that are not complete; null when all are.</summary>
    public async Task<RebuildState?> Of(IEnumerable<Projection> models, CancellationToken cancellation)
    {
        var stored = await status.Read(cancellation);
        var builds = models.Select(model => stored.LastOrDefault(build => IsUnfinished(build, model))).OfType<Checkpoint>().ToList();
        return builds.Count == 0 ? null : Told(RebuildState.Unknown, builds, await log.End(cancellation)).Of([.. builds.Select(Told)]);
    }

    /// <summary>What has become, in other processes, of what was told of a rebuild.</summary>
    public async Task<RebuildState> After(RebuildState told, CancellationToken cancellation)
    {
        var stored = (await status.Read(cancellation)).ToDictionary(build => build.Storage);
        var models = told.Models.Select(model => model.Build is { } build ? Now(model, stored.GetValueOrDefault(build)) : model).ToValueList();
        if (told.Over && models.Equals(told.Models))
        {
            return told;
        }

        var left = told.Models.Select(model => stored.GetValueOrDefault(model.Build ?? "")).OfType<Checkpoint>().Where(build => !build.Built).ToList();
        return (left.Count == 0 ? told : Told(told, left, await log.End(cancellation))).Of(models) with { Stage = null };
    }

    /// <summary>Whether a rebuild of the read model is at the build, or would take it up: it does not with one that another version left behind.</summary>
    private static bool IsUnfinished(Checkpoint build, Projection model) =>
        build.Name == model.Name && !build.Built && (build.Version == model.Version || build.Followed);

    private static ModelState Now(ModelState told, Checkpoint? build) => build switch
    {
        _ when told.State == RebuildStanding.Finished => told,
        null => told with { State = RebuildStanding.Failed, Reason = $"{told.Build} was dropped." },
        { Built: true } => build.Live || told.State != RebuildStanding.Failed ? told with { State = RebuildStanding.Finished, Reason = null } : told,
        { Followed: false, Halt: null } when told.State.IsOver() => told,
        _ => Told(build),
    };

    private static RebuildState Told(RebuildState state, IReadOnlyList<Checkpoint> builds, LogPosition end)
    {
        var read = builds.Min(build => build.Position.Value) / (double)Math.Max(1, end.Value);
        return state with { Events = builds.Max(build => build.Events), Done = read < 1 ? Math.Round(Math.Max(0, read), 4) : null };
    }

    private static ModelState Told(Checkpoint build)
    {
        var (standing, reason) = build switch
        {
            { Halt: { } halt } => (RebuildStanding.Failed, $"{build.Storage} halts at {halt.Type}, revision {halt.Revision} of {halt.Stream}: {halt.Reason}"),
            { Followed: true } => (RebuildStanding.Elsewhere, null),
            _ => (RebuildStanding.Interrupted, "The process that was at it is gone; beginning it again takes it up."),
        };
        return new(build.Name, standing, build.Storage, null, reason);
    }
}
