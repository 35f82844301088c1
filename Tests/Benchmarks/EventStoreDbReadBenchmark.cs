using LaborMarketplace.EventStore.EventStoreDb;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>How fast the whole log is read on EventStoreDB, beside the generated stub of the protocol.</summary>
internal sealed class EventStoreDbReadBenchmark : Contest
{
    private const int Events = 50_000;

    public override string Name => "esdb-read";

    public override string Unit => "events";

    public override string About =>
        $"The whole log on EventStoreDB, {Events:N0} events of 300 bytes or what the node holds beside, read as the projections read it: "
        + "in pages, checked, as the log's own values. The bare client is the generated stub of the protocol: one `Read` call over the "
        + "same events, which it counts.";

    protected override async Task<IReadOnlyList<Contender>> Prepare(Machine machine, Opened opened)
    {
        var server = opened.Add(await EventStoreDbServer.Find());
        On = server.Name;
        await server.Fill("benchmark.read", Events);
        var store = opened.Add(await EventStoreDbEventStore.Open(server.Address));
        var bare = opened.Add(new BareEventStoreDb(server.Address));
        return [new Contender("bare stub", null, null, bare.ReadAll), new Contender("whole log", "bare stub", 0.8, () => WholeLog.Read(store))];
    }
}
