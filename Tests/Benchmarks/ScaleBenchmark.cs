using System.Diagnostics;
using System.Globalization;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.Postgres;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using Npgsql;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>How the time and the memory of a rebuild grow with the log.</summary>
internal sealed class ScaleBenchmark : Benchmark
{
    private static readonly int[] JobsAtLength = [143_000, 429_000, 715_000];
    private const long LimitedHeap = 256 * 1024 * 1024;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    public override string Name => "rebuild-scale";

    public override string About =>
        "`marketplace projections rebuild job-board` in a process of its own on logs of growing length, seven events a job, a document a job. "
        + "Resident memory at its peak, as Linux tells it; what bounds it are `RebuildBytes` and `ReadAheadBytes` of `ProjectionOptions`, not the number "
        + "of documents. Then the same with a heap that cannot grow beyond 256 MB (`DOTNET_GCHeapHardLimit`), from which both are derived.";

    public override async Task<Table> Run(Machine machine, int rounds)
    {
        var connection = await machine.CreateDatabase();
        await using var store = await PostgresEventStore.Open(connection);
        await using var database = NpgsqlDataSource.Create(connection);
        var (told, rows) = (0, new List<IReadOnlyList<string>>());
        foreach (var jobs in JobsAtLength)
        {
            await new JobHistory(jobs - told, told).Tell(database);
            told = jobs;
            var free = await Rebuild(connection, store, database);
            var limited = await Rebuild(connection, store, database, ("DOTNET_GCHeapHardLimit", LimitedHeap.ToString("X", CultureInfo.InvariantCulture)));
            var events = (double)jobs * JobHistory.EventsOfAJob;
            rows.Add([
                Figures.Whole(events), Figures.Whole(jobs),
                Seconds(free), Figures.Whole(events / free.Time.TotalSeconds), Figures.Whole(free.Peak),
                Seconds(limited), Figures.Whole(limited.Peak)]);
        }

        return new Table("once", ["events", "documents", "seconds", "events a second", "MB at most", "seconds in 256 MB", "MB at most"], rows);
    }

    private static string Seconds((TimeSpan Time, long Peak) measured) => measured.Time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);

    private static async Task<(TimeSpan Time, long Peak)> Rebuild(
        string connection, PostgresEventStore store, NpgsqlDataSource database, params IEnumerable<(string Name, string Value)> settings)
    {
        var measured = await Rebuild(connection, settings);
        await new Builds(database, store, EventCodec.OfMarketplace(), new ProjectionOptions()).Drop(JobCard.Projection, null, CancellationToken.None);
        return measured;
    }

    private static async Task<(TimeSpan Time, long Peak)> Rebuild(string connection, IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "marketplace.dll"), "projections", "rebuild", JobCard.Projection.Name,
                "--connection", connection, "--json",
            ])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var peak = 0L;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakOf(process));
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(BetweenLooks));
        }

        var time = Stopwatch.GetElapsedTime(started);
        return process.ExitCode == 0 ? (time, peak) : throw new InvalidOperationException($"The rebuild ended with {process.ExitCode}: {await output}");
    }

    private static long PeakOf(Process process)
    {
        try
        {
            return Memory.Of(process.Id).Peak;
        }
        catch (Exception exception) when (exception is IOException or InvalidOperationException)
        {
            // It has just ended.
            return 0;
        }
    }
}
