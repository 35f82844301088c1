using Marten;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>How fast commands are done over HTTP, beside Marten's event store without any HTTP.</summary>
internal sealed class CommandBenchmark : Contest
{
    private const int Callers = 32;
    private const int Times = 3_200;

    public override string Name => "command";

    public override string Unit => "commands";

    public override string About =>
        "Commands through Kestrel, `marketplace serve --roles write`: token, limits, body, Idempotency-Key, decision, one event, durable "
        + "when answered. Every caller drafts a job, publishes it, adds a skill to a profile, removes it. Marten's is `StartStream` and "
        + "`SaveChangesAsync` in a session of its own. The callers take their share of the cores, which HTTP makes larger than Marten "
        + "does. On EventStoreDB, everything is the same but the store.";

    protected override async Task<IReadOnlyList<Contender>> Prepare(Machine machine, Opened opened)
    {
        var marketplace = opened.Add(await Marketplace.Start(await machine.CreateDatabase(), "write"));
        var callers = await BusyCaller.Gather(marketplace, Callers);
        var server = opened.Add(await EventStoreDbServer.Find());
        On = server.Name;
        var beside = opened.Add(await Marketplace.Start(
            await machine.CreateDatabase(), "write", "--store", server.ConnectionString, "--store-prefix", $"benchmark.{Guid.NewGuid():N}."));
        var besides = await BusyCaller.Gather(beside, Callers);
        var marten = opened.Add(DocumentStore.For(await machine.CreateDatabase()));
        await marten.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        return
        [
            new Contender($"Marten, {Callers} at once", null, null, () => AtOnce.Ask(Callers, Times, _ => StartStream(marten))),
            new Contender(
                $"HTTP commands, {Callers} at once", $"Marten, {Callers} at once", 1.0,
                () => AtOnce.Ask(Callers, Times, caller => callers[caller].Command())),
            new Contender(
                $"the same on EventStoreDB, {Callers} at once", $"HTTP commands, {Callers} at once", null,
                () => AtOnce.Ask(Callers, Times, caller => besides[caller].Command())),
        ];
    }

    private static async Task StartStream(DocumentStore marten)
    {
        await using var session = marten.LightweightSession();
        session.Events.StartStream(Guid.CreateVersion7(), new Registered("Harbor Facilities", "us-east", "jobs@harbor.example"));
        await session.SaveChangesAsync();
    }

    internal sealed record Registered(string Name, string Region, string ContactEmail);
}
