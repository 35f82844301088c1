using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.EventStoreDb;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>How fast new streams with one event are written on EventStoreDB, beside the generated stub of the protocol.</summary>
internal sealed class EventStoreDbAppendBenchmark : Contest
{
    public override string Name => "esdb-append";

    public override string Unit => "events";

    public override string About =>
        "One event of 300 bytes to a new stream on EventStoreDB, written when answered. The bare client is the generated stub of the "
        + "protocol: one `BatchAppend` call, a queue to it, answers found by their correlation ids, and nothing of deadlines, repeats, "
        + "telemetry or which node leads.";

    protected override async Task<IReadOnlyList<Contender>> Prepare(Machine machine, Opened opened)
    {
        var server = opened.Add(await EventStoreDbServer.Find());
        On = server.Name;
        var store = opened.Add(await EventStoreDbEventStore.Open(server.Address));
        var bare = opened.Add(new BareEventStoreDb(server.Address));
        return [.. Pair(1, 1_000), .. Pair(32, 12_800), .. Pair(256, 25_600)];

        Contender[] Pair(int callers, int times) =>
        [
            new($"bare stub, {callers} at once", null, null, () => AtOnce.Ask(callers, times, _ => bare.Append(NewStream().Value, RandomEvents.One()))),
            new($"append, {callers} at once", $"bare stub, {callers} at once", 0.9, () => AtOnce.Ask(callers, times, _ => Append(store))),
        ];
    }

    private static StreamName NewStream() => StreamName.Of("job", Guid.CreateVersion7());

    private static Task<AppendResult> Append(EventStoreDbEventStore store) =>
        store.Append(NewStream(), ExpectedRevision.NoStream, [RandomEvents.One()], CancellationToken.None);
}
