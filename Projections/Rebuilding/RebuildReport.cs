using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading.Channels;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Projections.Rebuilding;

/// <summary>Tells how far a rebuild is. Not thread-safe.</summary>
/// <param name="told">Where it is told; what nobody has read yet is replaced.</param>
/// <param name="builds">What is rebuilt.</param>
/// <param name="until">Where the log ended when it began.</param>
internal sealed class RebuildReport(ChannelWriter<RebuildProgress> told, IReadOnlyList<BulkBuild> builds, LogPosition until)
{
    private readonly IReadOnlyList<string> _names = [.. builds.Select(build => build.Held.Build.Storage)];
    private readonly LogPosition _start = builds.Min(build => build.Position);
    private readonly long _began = Stopwatch.GetTimestamp();
    private ImmutableDictionary<string, string> _halts = ImmutableDictionary<string, string>.Empty;
    private RebuildStage _stage;
    private long _events;
    private LogPosition _position = builds.Min(build => build.Position);

    public void Read(DecodedPage page)
    {
        (_events, _position) = (_events + page.Events, page.Position);
        Tell(_stage);
    }

    public void Halted(Build build, Halt halt)
    {
        Note(build, halt);
        Tell(_stage);
    }

    public void Tell(RebuildStage stage)
    {
        _stage = stage;
        foreach (var build in builds.Where(build => build.Halt is not null))
        {
            Note(build.Held.Build, build.Halt!);
        }

        var took = Stopwatch.GetElapsedTime(_began);
        var done = Done(stage);
        told.TryWrite(new RebuildProgress(
            _names, stage, _events, _position, until, _events / Math.Max(0.001, took.TotalSeconds), Left(stage, done, took), _halts)
        {
            Done = done,
        });
    }

    private double? Done(RebuildStage stage) => stage switch
    {
        RebuildStage.Finished => 1,
        RebuildStage.Reading when until <= _start => 1,
        RebuildStage.Reading => Math.Clamp((_position.Value - _start.Value) / (double)(until.Value - _start.Value), 0, 1),
        _ => null,
    };

    /// <summary>How long indexes take, and how long it takes to come level, does not follow from how long reading took.</summary>
    private static TimeSpan? Left(RebuildStage stage, double? done, TimeSpan took) => (stage, done) switch
    {
        (RebuildStage.Finished, _) => TimeSpan.Zero,
        (RebuildStage.Reading, > 0 and < 1) => took * ((1 - done.Value) / done.Value),
        _ => null,
    };

    private void Note(Build build, Halt halt) =>
        _halts = _halts.SetItem(build.Storage, $"halts at {halt.Type}, revision {halt.Revision} of {halt.Stream}: {halt.Reason}");
}
