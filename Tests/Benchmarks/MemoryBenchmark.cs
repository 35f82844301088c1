using System.Globalization;
using System.Net;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>How much memory a marketplace takes that has seen much.</summary>
internal sealed class MemoryBenchmark : Benchmark
{
    private const int Callers = 32;
    private const int Events = 100_000;
    private const int Reads = 20_000;
    private const int Lists = 500;
    private const int TargetMegabytes = 500;

    public override string Name => "memory";

    public override string About =>
        $"`marketplace serve` with all roles, after {Events:N0} events by commands over HTTP as fast as it takes them, all of them "
        + $"followed, {Reads:N0} jobs read by id and {Lists} pages of the job board. Resident memory as Linux tells it; that of "
        + "PostgreSQL is its processes' together, what they share counted once.";

    public override async Task<Table> Run(Machine machine, int rounds)
    {
        await using var marketplace = await Marketplace.Start(await machine.CreateDatabase());
        var callers = await BusyCaller.Gather(marketplace, Callers);
        var start = Memory.Of(marketplace.ProcessId);
        await AtOnce.Ask(Callers, Events, caller => callers[caller].Command());
        await UntilFollowed(callers[0]);
        var loaded = Memory.Of(marketplace.ProcessId);
        await AtOnce.Ask(Callers, Reads, caller => callers[caller].Get($"v1/jobs/{callers[caller].Jobs[Random.Shared.Next(callers[caller].Jobs.Count)]}"));
        await AtOnce.Ask(Callers, Lists, caller => callers[caller].Get("v1/jobs?skill=cleaning&limit=50"));
        var read = Memory.Of(marketplace.ProcessId);
        var target = string.Create(CultureInfo.InvariantCulture, $"< {TargetMegabytes}");
        return new Table(
            "once", ["MB", "now", "at most", "target"],
            [
                ["marketplace, after its start", $"{start.Resident}", $"{start.Peak}", ""],
                [$"marketplace, {Events:N0} events followed", $"{loaded.Resident}", $"{loaded.Peak}", target],
                ["marketplace, after the reads", $"{read.Resident}", $"{read.Peak}", target],
                ["its PostgreSQL", $"{Memory.OfFamily(machine.PostgresId)}", "", ""],
            ]);
    }

    /// <summary>A read that waits in vain for its position is refused, so it is asked again.</summary>
    private static async Task UntilFollowed(BusyCaller caller)
    {
        for (var position = await caller.Command(); ;)
        {
            try
            {
                await caller.Get($"v1/jobs/{caller.Jobs[^1]}", position);
                return;
            }
            catch (HttpRequestException behind) when (behind.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                Console.Error.WriteLine("The read models are behind.");
            }
        }
    }
}
