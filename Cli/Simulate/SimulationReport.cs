using LaborMarketplace.Cli.Client;

namespace LaborMarketplace.Cli.Simulate;

/// <summary>What came of a simulation.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="States">For each kind of thing, how many are in which state at the end.</param>
/// <param name="Refusals">How often each code was answered.</param>
/// <param name="ServerErrors">Answers of 500 and above; there must be none.</param>
/// <param name="CommandLatency">In milliseconds, as the client sees it.</param>
/// <param name="ReadLatency">In milliseconds, waits for the caller's own writes included.</param>
internal sealed record SimulationReport(
    double Seconds,
    int Commands,
    double CommandsPerSecond,
    int Reads,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> States,
    IReadOnlyDictionary<string, int> Refusals,
    int ServerErrors,
    Latency CommandLatency,
    Latency ReadLatency)
{
    public static SimulationReport Of(
        TimeSpan took, CallRecord calls, World world, IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> states)
    {
        var commands = calls.Commands;
        return new SimulationReport(
            Math.Round(took.TotalSeconds, 1), commands, Math.Round(commands / took.TotalSeconds, 1), calls.Reads, states,
            new SortedDictionary<string, int>(world.Refusals.ToDictionary(), StringComparer.Ordinal), calls.ServerErrors,
            calls.CommandLatency(), calls.ReadLatency());
    }

    public void Print(TextWriter output)
    {
        foreach (var (kind, counts) in States)
        {
            output.WriteLine($"{kind}: {counts.Values.Sum()} ({string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}"))})");
        }

        output.WriteLine();
        output.WriteLine($"refusals: {Refusals.Values.Sum()}");
        foreach (var (code, times) in Refusals)
        {
            output.WriteLine($"{times,8}  {code}");
        }

        output.WriteLine();
        output.WriteLine(FormattableString.Invariant($"{Commands} commands and {Reads} reads in {Seconds} s: {CommandsPerSecond} commands a second"));
        output.WriteLine(InWords("commands", CommandLatency));
        output.WriteLine(InWords("reads", ReadLatency));
        output.WriteLine($"answers of 500 and above: {ServerErrors}");
    }

    private static string InWords(string what, Latency latency) => FormattableString.Invariant(
        $"{what}: median {latency.Median} ms, 95th percentile {latency.Percentile95} ms, 99th {latency.Percentile99} ms");
}
