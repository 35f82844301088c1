using System.Globalization;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Proving;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using LaborMarketplace.Projections.Telling;

namespace LaborMarketplace.Cli.Models;

/// <summary>What <c>marketplace projections</c> tells.</summary>
internal static class ProjectionReports
{
    public static async Task<int> List(ModelDesk desk, CancellationToken cancellation)
    {
        var stored = await new ProjectionStatus(desk.Database).Read(cancellation);
        var rows = ReadModels.All.Select(projection => (Projection: projection, Builds: stored.Where(row => row.Name == projection.Name).ToList())).ToList();
        desk.Answer(
            rows.Select(row => new
            {
                row.Projection.Name,
                row.Projection.Version,
                Document = row.Projection.Document.Name,
                Builds = row.Builds.Select(build => new { build.Storage, build.Version, build.Build, build.Live, build.State }),
            }),
            rows.Select(row => string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Projection.Name,-18} v{row.Projection.Version}  "
                + $"{string.Join(", ", row.Builds.Select(build => $"{build.Storage} ({InWords(build)})"))}")));
        return ExitCode.Done;
    }

    public static async Task<int> Status(ModelDesk desk, CancellationToken cancellation)
    {
        var end = await desk.Log.End(cancellation);
        var status = new ProjectionStatus(desk.Database);
        var (rows, skipped) = (await status.Read(cancellation), await status.Skipped(cancellation));
        var others = OtherVersion.Among(ReadModels.All, rows).Select(other => other.ToString()).ToList();
        desk.Answer(
            new { LogEnd = end.Value, Projections = rows.Select(ToldBuild.Of), Skipped = skipped.Select(ToldSkip.Of), Notes = others },
            [
                .. rows.Select(row => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Storage,-24} {InWords(row),-14} at position {row.Position.Value:N0} of {end.Value:N0}{Unfollowed(row)}{Halted(row)}")),
                .. skipped.Select(InWords),
                .. others,
            ]);
        return rows.Any(row => row.Halt is not null) ? ExitCode.Partly : ExitCode.Done;
    }

    public static async Task<int> Verify(ModelDesk desk, Projection projection, int oneIn, CancellationToken cancellation)
    {
        var verdict = await desk.Showing(async show =>
        {
            var work = new FoldingWork(show);
            var found = await new Verification(desk.Database, desk.Log, desk.Codec, desk.Options).Run(projection, oneIn, work.Comes, cancellation);
            work.Ends();
            return found;
        });
        desk.Answer(ToldVerdict.Of(verdict), Lines(verdict));
        return verdict.Same ? ExitCode.Done : ExitCode.Partly;
    }

    public static async Task<int> Plan(ModelDesk desk, Projection projection, CancellationToken cancellation)
    {
        var plan = await RebuildPlan.Make(desk.Database, desk.Log, desk.Codec, projection, await desk.Log.End(cancellation), cancellation);
        desk.Answer(plan,
        [
            string.Create(
                CultureInfo.InvariantCulture,
                $"{projection}: about {plan.Events:N0} events to read, at about {plan.EventsPerSecond:N0} a second: "
                + $"about {LogWork.InWords(TimeSpan.FromSeconds(plan.Seconds))}"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"disk: about {plan.DiskBytes / 1024.0 / 1024.0:N1} MB more while both stand, by what the build that serves takes with its indexes and links"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"the time is by the log's first {plan.MeasuredEvents:N0} events, just read, folded, written to tables that were thrown away, and indexed"),
        ]);
        return ExitCode.Done;
    }

    private static IEnumerable<string> Lines(Verdict verdict)
    {
        var of = verdict.OneIn > 1 ? $" (about one document in {verdict.OneIn})" : "";
        yield return string.Create(CultureInfo.InvariantCulture, $"{verdict.Name} v{verdict.Version} as of position {verdict.Position}{of}");
        yield return string.Create(CultureInfo.InvariantCulture, $"  readers see  {verdict.Live.Documents,9:N0} documents  {verdict.Live.Hash}");
        yield return string.Create(CultureInfo.InvariantCulture, $"  the log says {verdict.Folded.Documents,9:N0} documents  {verdict.Folded.Hash}");
        foreach (var skip in verdict.Skipped)
        {
            yield return $"  {InWords(skip)}";
        }

        yield return verdict.Same ? $"They are the same{AsFarAsKnown(verdict)}." : $"{verdict.Differing:N0} documents differ; the first of them:";
        foreach (var difference in verdict.Differences)
        {
            yield return $"  {difference.Document} {InWords(difference)}";
            foreach (var value in difference.Values)
            {
                yield return $"    {value.Path}: readers see {value.Live ?? "nothing"}, the log says {value.Other ?? "nothing"}";
            }
        }

        if (verdict.Links.Differing > 0)
        {
            yield return $"{verdict.Links.Differing} links are not as the log has them, and lead later events elsewhere; the first of them:";
        }

        foreach (var link in verdict.Links.Differences)
        {
            yield return $"  stream {link.Stream} leads to {link.Live?.ToString() ?? "nothing"}, the log says {link.Folded?.ToString() ?? "nothing"}";
        }

        if (verdict.ViewFault is { } fault)
        {
            yield return fault;
        }
    }

    /// <summary>What a sample in which nothing differs proves: if more differed, 19 samples of 20 would have shown one.</summary>
    private static string AsFarAsKnown(Verdict verdict) => verdict.Live.Documents == verdict.All || verdict.Live.Documents == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $": {verdict.Live.Documents:N0} of {verdict.All:N0} were compared, "
        + $"so of all at most {(1 - Math.Pow(0.05, 1d / verdict.Live.Documents)) * 100:0.##}% differ, with 95% confidence");

    private static string InWords(DocumentDifference difference) => difference.Kind switch
    {
        DifferenceKind.Missing => "is missing: readers do not see it",
        DifferenceKind.Unexpected => "is too much: the log does not have it",
        _ when difference.Values.Count == 0 => "is different, and has changed since",
        _ => "is different",
    };

    public static string InWords(SkippedEvent skip) => string.Create(
        CultureInfo.InvariantCulture,
        $"{skip.Name} v{skip.Version} passes over {skip.Type} at position {skip.Position} (revision {skip.Revision} of {skip.Stream}), "
        + $"by {skip.By} on {skip.At:u}: {skip.Reason}");

    /// <summary>What a build is, as a person reads it; one that serves may be paused or halted as well.</summary>
    private static string InWords(Checkpoint build) => build.State switch
    {
        BuildState.Live => "serves",
        var state when build.Live => $"serves, {state.ToString().ToLowerInvariant()}",
        var state => state.ToString().ToLowerInvariant(),
    };

    private static string Unfollowed(Checkpoint row) => row switch
    {
        { Followed: true } or { Paused: true } => "",
        { Built: false } => "; the rebuild was interrupted",
        _ => "; nobody follows the log for it now",
    };

    private static string Halted(Checkpoint row) =>
        row.Halt is { } halt ? $"; halts at {halt.Type}, revision {halt.Revision} of {halt.Stream}: {halt.Reason}" : "";
}
