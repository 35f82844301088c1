using System.Globalization;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Proving;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using LaborMarketplace.Projections.Telling;

namespace LaborMarketplace.Cli.Models;

/// <summary>What <c>marketplace projections</c> does to builds. It works while <c>serve</c> runs, and when it does not.</summary>
internal static class RebuildCommands
{
    public static async Task<int> Rebuild(ModelDesk desk, IReadOnlyList<Projection> projections, bool thenSwitch, CancellationToken cancellation)
    {
        var renewal = new Renewal(desk.Database, desk.Log, desk.Codec, desk.Options);
        RebuildProgress? last = null;
        try
        {
            last = await desk.Showing(async show =>
            {
                await foreach (var progress in renewal.Run(projections, thenSwitch, cancellation))
                {
                    show(LogWork.Of(last = progress));
                }

                return last!;
            });
        }
        catch (OperationCanceledException stopped) when (cancellation.IsCancellationRequested)
        {
            var builds = await new ProjectionStatus(desk.Database).Read(CancellationToken.None);
            throw new Interruption(StoppedRebuild.InWords(builds, projections, last?.Builds ?? []), stopped);
        }

        return Answer(desk, projections, thenSwitch, last);
    }

    private static int Answer(ModelDesk desk, IReadOnlyList<Projection> projections, bool thenSwitch, RebuildProgress last)
    {
        var faults = last.Faults.ToList();
        desk.Answer(
            new { last.Builds, last.Events, EventsPerSecond = Math.Round(last.EventsPerSecond), last.Halts, last.Serving, last.NotSwitched },
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Read {last.Events:N0} events, {last.EventsPerSecond:N0} a second, into {string.Join(", ", last.Builds)}."),
                .. faults,
                .. projections.Zip(last.Builds).Where(made => last.Serving.Contains(made.Second))
                    .Select(made => $"{made.Second} serves now; '{StoppedRebuild.Command} rollback {made.First.Name}' goes back."),
                .. thenSwitch || faults.Count > 0 ? (string[])[]
                    : [$"Compare with '{StoppedRebuild.Command} diff NAME'; let it serve with '{StoppedRebuild.Command} switch NAME'."],
            ]);
        return faults.Count == 0 ? ExitCode.Done : ExitCode.Partly;
    }

    public static async Task<int> Switch(ModelDesk desk, Projection projection, CancellationToken cancellation)
    {
        await Prepare(desk, cancellation);
        return Serves(desk, await BuildsOf(desk).Switch(projection, cancellation));
    }

    public static async Task<int> Rollback(ModelDesk desk, Projection projection, bool asItStands, CancellationToken cancellation)
    {
        await Prepare(desk, cancellation);
        return Serves(desk, await BuildsOf(desk).Rollback(projection, asItStands, cancellation));
    }

    public static async Task<int> Drop(ModelDesk desk, Projection projection, string? storage, CancellationToken cancellation)
    {
        await Prepare(desk, cancellation);
        var dropped = await BuildsOf(desk).Drop(projection, storage, cancellation);
        desk.Answer(
            new DroppedBuilds(dropped),
            dropped.Count == 0 ? [$"{projection.Name} has nothing to drop."] : dropped.Select(build => $"{build} is gone."));
        return ExitCode.Done;
    }

    public static async Task<int> Remove(ModelDesk desk, string name, CancellationToken cancellation)
    {
        await Prepare(desk, cancellation);
        var dropped = await BuildsOf(desk).Remove(name, cancellation);
        desk.Answer(
            new DroppedBuilds(dropped),
            [.. dropped.Select(build => $"{build} is gone."), $"{name} is gone; a program that knows it makes it again from the log."]);
        return ExitCode.Done;
    }

    public static async Task<int> Pause(ModelDesk desk, Projection projection, bool paused, CancellationToken cancellation)
    {
        await Prepare(desk, cancellation);
        await BuildsOf(desk).Pause(projection, paused, cancellation);
        desk.Answer(
            new Pausing(projection.Name, paused),
            [paused ? $"{projection.Name} is paused; readers go on with what there is." : $"{projection.Name} follows the log again."]);
        return ExitCode.Done;
    }

    public static async Task<int> Skip(ModelDesk desk, Projection projection, long position, string reason, CancellationToken cancellation)
    {
        await Prepare(desk, cancellation);
        await BuildsOf(desk).Skip(projection, new LogPosition(position), reason, Environment.UserName, cancellation);
        var skipped = (await new ProjectionStatus(desk.Database).Skipped(cancellation))
            .Last(skip => skip.Name == projection.Name && skip.Position.Value == position);
        desk.Answer(ToldSkip.Of(skipped), [ProjectionReports.InWords(skipped)]);
        return ExitCode.Done;
    }

    public static async Task<int> Diff(ModelDesk desk, Projection projection, CancellationToken cancellation)
    {
        var differences = await new BuildComparison(desk.Database, desk.Log, desk.Codec, desk.Options).Run(projection, cancellation);
        desk.Answer(differences, Lines(differences));
        return differences.Same ? ExitCode.Done : ExitCode.Partly;
    }

    private static Builds BuildsOf(ModelDesk desk) => new(desk.Database, desk.Log, desk.Codec, desk.Options);

    /// <summary>The database may have been made by an earlier version of the program.</summary>
    private static Task Prepare(ModelDesk desk, CancellationToken cancellation) => ReadSchema.Prepare(desk.Database, [], cancellation);

    private static int Serves(ModelDesk desk, Checkpoint build)
    {
        desk.Answer(
            NowServing.Of(build),
            [string.Create(CultureInfo.InvariantCulture, $"{build.Storage} serves now, at position {build.Position}.")]);
        return ExitCode.Done;
    }

    private static string Side(string build, Contents contents) =>
        string.Create(CultureInfo.InvariantCulture, $"  {build,-28} {contents.Documents,9:N0} documents  {contents.Hash}");

    private static IEnumerable<string> Lines(BuildDifferences differences)
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{differences.Name} as of position {differences.Position}");
        yield return $"{Side(differences.Live, differences.LiveContents)}  serves";
        yield return Side(differences.Beside, differences.BesideContents);
        yield return differences.Differing == 0 ? "They are the same." : $"{differences.Differing} documents differ; the first of them:";
        foreach (var difference in differences.Differences)
        {
            yield return difference.Kind switch
            {
                DifferenceKind.Missing => $"  {difference.Document} is in {differences.Beside} alone",
                DifferenceKind.Unexpected => $"  {difference.Document} is in {differences.Live} alone",
                _ => $"  {difference.Document} is different",
            };
            foreach (var value in difference.Values)
            {
                yield return $"    {value.Path}: {value.Live ?? "nothing"} is served, {value.Other ?? "nothing"} stands beside";
            }
        }

        if (differences.Folded is { } folded)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{folded.Build} stands at position {folded.Position} and was folded from the log instead of read; where it stands, its table "
                + $"{(folded.Differing == 0 ? "is as the log says." : $"differs from the log in {folded.Differing} documents; the first of them:")}");
            foreach (var difference in folded.Differences)
            {
                yield return $"  {difference.Document}";
            }
        }
    }
}
