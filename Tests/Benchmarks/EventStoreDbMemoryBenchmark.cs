using System.Globalization;
using EventStoreDb.Client;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.EventStoreDb;
using LogPosition = LaborMarketplace.EventStore.LogPosition;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>How much memory reading takes, however long the log is.</summary>
internal sealed class EventStoreDbMemoryBenchmark : Benchmark
{
    /// <summary>Makes this program the one that reads, and tells its memory on the way.</summary>
    public const string ReaderArgument = "eventstoredb-reader";

    private static readonly int[] Samples = [250_000, 500_000, 1_000_000];

    public override string Name => "esdb-memory";

    public override string About =>
        $"The memory of a process of its own that reads {Samples[^1]:N0} events of 300 bytes from EventStoreDB, page by page, when it has "
        + "read so many. Resident memory as Linux tells it.";

    public override async Task<Table> Run(Machine machine, int rounds)
    {
        await using var server = await EventStoreDbServer.Find();
        await server.Fill("benchmark.memory", Samples[^1]);
        var told = await Child.Lines(typeof(EventStoreDbMemoryBenchmark).Assembly.GetName().Name!, ReaderArgument, server.ConnectionString);
        return new Table(
            $"once, on {server.Name}", ["MB", "now", "at most"],
            [.. Samples.Zip(told, Row)]);
    }

    /// <param name="events">How many had been read.</param>
    /// <param name="memory">What the reader printed then.</param>
    private static IReadOnlyList<string> Row(int events, string memory) =>
        [string.Create(CultureInfo.InvariantCulture, $"{events:N0} events read"), .. memory.Split(' ')];

    /// <summary>Reads, and prints its memory at each sample.</summary>
    public static async Task<int> Read(string address)
    {
        await using var store = await EventStoreDbEventStore.Open(EventStoreDbConnectionString.Parse(address));
        var (count, samples) = (0, new Queue<int>(Samples));
        await foreach (var page in store.Read(LogPosition.Start, ReadUntil.End, CancellationToken.None))
        {
            count += page.Events.Count;
            if (samples.TryPeek(out var next) && count >= next)
            {
                samples.Dequeue();
                var memory = Memory.Of(Environment.ProcessId);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{memory.Resident} {memory.Peak}"));
            }

            if (samples.Count == 0)
            {
                break;
            }
        }

        return samples.Count;
    }
}
