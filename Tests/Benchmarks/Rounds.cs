using System.Diagnostics;

namespace LaborMarketplace.Tests.Benchmarks;

/// <param name="UnitsPerSecond">Of each round, in order.</param>
internal sealed record Measured(Contender Contender, IReadOnlyList<double> UnitsPerSecond);

/// <summary>Lets the contenders work in turn, round after round.</summary>
internal static class Rounds
{
    public static async Task<IReadOnlyList<Measured>> Measure(Benchmark benchmark, Machine machine, int rounds)
    {
        var contenders = await benchmark.Prepare(machine);
        var rates = contenders.Select(_ => new List<double>()).ToList();

        // Round 0 warms up and is not counted. The order turns, so that nobody always follows the same one.
        for (var round = 0; round <= rounds; round++)
        {
            for (var turn = 0; turn < contenders.Count; turn++)
            {
                var index = (turn + round) % contenders.Count;
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
}
