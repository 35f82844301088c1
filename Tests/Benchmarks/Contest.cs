using System.Diagnostics;
using System.Globalization;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>Contenders that do the same work, measured in turn, so that a busy machine slows all of them alike.</summary>
internal abstract class Contest : Benchmark
{
    /// <summary>Rounds before those that count.</summary>
    protected virtual int WarmUps => 3;

    /// <summary>What one unit of work is, in the plural: events, requests.</summary>
    public abstract string Unit { get; }

    /// <summary>What they work on beside this machine's PostgreSQL, where that must be said; known when they are ready.</summary>
    protected string On { get; set; } = "";

    /// <summary>Makes the contenders ready. Each is named once.</summary>
    /// <param name="machine">The PostgreSQL to use.</param>
    /// <param name="opened">Takes what is to be closed when the contest is over.</param>
    protected abstract Task<IReadOnlyList<Contender>> Prepare(Machine machine, Opened opened);

    public override async Task<Table> Run(Machine machine, int rounds)
    {
        await using var opened = new Opened();
        var measured = await Measure(await Prepare(machine, opened), rounds);
        return new Table(
            string.Create(CultureInfo.InvariantCulture, $"{rounds} rounds{(On.Length > 0 ? $", on {On}" : "")}"), ["", $"{Unit} a second", "ratio", "target"],
            [.. measured.Select(one => Row(one, measured))]);
    }

    private async Task<IReadOnlyList<Measured>> Measure(IReadOnlyList<Contender> contenders, int rounds)
    {
        var rates = contenders.Select(_ => new List<double>()).ToList();

        // The first rounds warm up and are not counted. The order turns, so that nobody always follows the same one.
        for (var round = 1 - WarmUps; round <= rounds; round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                var index = (turn + round + WarmUps) % contenders.Count;
                await (contenders[index].Before?.Invoke() ?? Task.CompletedTask);
                var started = Stopwatch.GetTimestamp();
                var units = await contenders[index].Work();
                var rate = units / Stopwatch.GetElapsedTime(started).TotalSeconds;
                if (round > 0)
                {
                    rates[index].Add(rate);
                }
            }
        }

        return [.. contenders.Select((contender, index) => new Measured(contender, rates[index]))];
    }

    private static IReadOnlyList<string> Row(Measured one, IReadOnlyList<Measured> all) =>
        [one.Contender.Name, Figures.Whole(Figures.Median(one.UnitsPerSecond)), Ratio(one, all), Target(one.Contender)];

    private static string Ratio(Measured one, IReadOnlyList<Measured> all) =>
        all.FirstOrDefault(other => other.Contender.Name == one.Contender.Baseline) is { } baseline
            ? Figures.Median(one.UnitsPerSecond.Zip(baseline.UnitsPerSecond, (rate, bare) => rate / bare)).ToString("0.00", CultureInfo.InvariantCulture)
            : "";

    private static string Target(Contender contender) => contender.Target is { } target ? string.Create(CultureInfo.InvariantCulture, $"≥ {target:0.0}") : "";

    /// <param name="UnitsPerSecond">Of each round, in order.</param>
    private sealed record Measured(Contender Contender, IReadOnlyList<double> UnitsPerSecond);
}

/// <param name="Name">What is measured.</param>
/// <param name="Baseline">The contender that this one is divided by; null for a baseline.</param>
/// <param name="Target">The ratio to reach; null where there is none.</param>
/// <param name="Work">Does a round's work and answers how many units it did.</param>
/// <param name="Before">Makes a round ready; not measured.</param>
internal sealed record Contender(string Name, string? Baseline, double? Target, Func<Task<int>> Work, Func<Task>? Before = null);
