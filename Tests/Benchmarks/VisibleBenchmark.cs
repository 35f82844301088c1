using System.Collections.Concurrent;
using System.Diagnostics;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>How soon what a command did is to be read.</summary>
internal sealed class VisibleBenchmark : Benchmark
{
    private const int Callers = 32;
    private const int CommandsPerSecond = 500;
    private const int SecondsBefore = 5, Seconds = 20;

    public override string Name => "visible";

    public override string About =>
        $"{CommandsPerSecond} commands a second are asked for at a steady pace, of all roles in one process; how many were done stands "
        + "below. Every caller reads the job that it drafted or published, with the position that the command was answered with in "
        + "`Marketplace-At-Least`: the time from the command's answer to the job's.";

    public override async Task<Table> Run(Machine machine, int rounds)
    {
        await using var marketplace = await Marketplace.Start(await machine.CreateDatabase());
        var callers = await BusyCaller.Gather(marketplace, Callers);
        await Play(callers, SecondsBefore);
        var started = Stopwatch.GetTimestamp();
        var played = await Play(callers, Seconds);
        var rate = played.Count / Stopwatch.GetElapsedTime(started).TotalSeconds;
        return new Table(
            $"{Figures.Whole(rate)} commands a second for {Seconds} seconds", ["milliseconds", "median", "95th percentile"],
            [
                Row("command answered", played.Select(one => one.Answered)),
                Row("visible after the answer", played.Where(one => one.Visible is not null).Select(one => one.Visible!.Value)),
            ]);
    }

    private static IReadOnlyList<string> Row(string name, IEnumerable<TimeSpan> times)
    {
        var milliseconds = times.Select(time => time.TotalMilliseconds).ToList();
        return [name, Figures.Milliseconds(Figures.Median(milliseconds)), Figures.Milliseconds(Figures.At(milliseconds, 0.95))];
    }

    private static async Task<IReadOnlyCollection<Played>> Play(IReadOnlyList<BusyCaller> callers, int seconds)
    {
        var played = new ConcurrentQueue<Played>();
        var period = TimeSpan.FromSeconds((double)callers.Count / CommandsPerSecond);
        await Task.WhenAll(callers.Select((caller, number) => Task.Run(async () =>
        {
            // The callers do not all begin at the same moment.
            await Task.Delay(period * number / callers.Count);
            using var pace = new PeriodicTimer(period);
            for (var time = 0; time < seconds * CommandsPerSecond / callers.Count && await pace.WaitForNextTickAsync(); time++)
            {
                played.Enqueue(await Play(caller));
            }
        })));
        return played;
    }

    private static async Task<Played> Play(BusyCaller caller)
    {
        var started = Stopwatch.GetTimestamp();
        var changesJob = caller.ChangesJob;
        var position = await caller.Command();
        var answered = Stopwatch.GetTimestamp();
        if (changesJob)
        {
            await caller.Get($"v1/jobs/{caller.Jobs[^1]}", position);
        }

        return new Played(Stopwatch.GetElapsedTime(started, answered), changesJob ? Stopwatch.GetElapsedTime(answered) : null);
    }

    /// <param name="Answered">From asking for the command to its answer.</param>
    /// <param name="Visible">From the command's answer to the job's; null for commands of other things.</param>
    private sealed record Played(TimeSpan Answered, TimeSpan? Visible);
}
