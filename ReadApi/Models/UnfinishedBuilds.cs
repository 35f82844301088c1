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
        var builds = models.Select(model => stored.LastOrDefault(build => build.Name == model.Name && !build.Built)).OfType<Checkpoint>().ToList();
        return builds.Count == 0 ? null : Told(RebuildState.Unknown, builds, await log.End(cancellation)).Of([.. builds.Select(Told)]);
    }

    /// <summary>What has become of what was told of a rebuild in another process.</summary>
    public async Task<RebuildState> After(RebuildState told, CancellationToken cancellation)
    {
        var stored = (await status.Read(cancellation)).ToDictionary(build => build.Storage);
        var left = told.Models.Select(model => stored.GetValueOrDefault(model.Build!)).OfType<Checkpoint>().Where(build => !build.Built).ToList();
        var state = left.Count == 0 ? told : Told(told, left, await log.End(cancellation));
        return state.Of([.. told.Models.Select(model => stored.GetValueOrDefault(model.Build!) switch
        {
            null => model with { State = RebuildOutcome.Failed, Reason = $"{model.Build} was dropped." },
            { Built: true } => model with { State = RebuildOutcome.Finished, Reason = null },
            var build => Told(build),
        })]);
    }

    private static RebuildState Told(RebuildState state, IReadOnlyList<Checkpoint> builds, LogPosition end)
    {
        var read = builds.Min(build => build.Position.Value) / (double)Math.Max(1, end.Value);
        return state with { Events = builds.Max(build => build.Events), Done = read < 1 ? Math.Round(Math.Max(0, read), 4) : null };
    }

    private static ModelState Told(Checkpoint build)
    {
        var (outcome, reason) = build switch
        {
            { Halt: { } halt } => (RebuildOutcome.Failed, $"{build.Storage} halts at {halt.Type}, revision {halt.Revision} of {halt.Stream}: {halt.Reason}"),
            { Followed: true } => (RebuildOutcome.Elsewhere, null),
            _ => (RebuildOutcome.Interrupted, "The process that was at it is gone; beginning it again takes it up."),
        };
        return new(build.Name, outcome, build.Storage, null, reason);
    }
}
