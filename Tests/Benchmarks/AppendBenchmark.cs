using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.Postgres;
using Marten;
using Npgsql;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>How fast new streams with one event are written, beside a bare durable insert and Marten's own event store.</summary>
internal sealed class AppendBenchmark : Contest
{
    public override string Name => "append";

    public override string Unit => "events";

    public override string About =>
        "One event of 300 bytes to a new stream, durable when answered. The bare insert is one prepared "
        + "single-row `insert` with a primary key, on as many connections as there are callers; Marten's is `StartStream` and "
        + "`SaveChangesAsync` in a session of its own.";

    protected override async Task<IReadOnlyList<Contender>> Prepare(Machine machine, Opened opened)
    {
        var store = opened.Add(await PostgresEventStore.Open(await machine.CreateDatabase()));
        var bare = opened.Add(await BareTable(await machine.CreateDatabase()));
        var marten = opened.Add(DocumentStore.For(await machine.CreateDatabase()));
        await marten.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        return
        [
            new Contender("bare insert, 1 at once", null, null, () => AtOnce.Ask(1, 300, _ => Insert(bare))),
            new Contender("append, 1 at once", "bare insert, 1 at once", null, () => AtOnce.Ask(1, 300, _ => Append(store))),
            new Contender("bare insert, 32 at once", null, null, () => AtOnce.Ask(32, 3_200, _ => Insert(bare))),
            new Contender("append, 32 at once", "bare insert, 32 at once", 1.0, () => AtOnce.Ask(32, 3_200, _ => Append(store))),
            new Contender("append, 256 at once", "bare insert, 32 at once", null, () => AtOnce.Ask(256, 7_680, _ => Append(store))),
            new Contender("Marten, 32 at once", "bare insert, 32 at once", null, () => AtOnce.Ask(32, 1_600, _ => StartStream(marten))),
        ];
    }

    private static async Task<NpgsqlDataSource> BareTable(string connectionString)
    {
        var source = NpgsqlDataSource.Create($"{connectionString};Max Auto Prepare=5;Auto Prepare Min Usages=2;No Reset On Close=true;Maximum Pool Size=32");
        await using var create = source.CreateCommand(
            "create table bare (id uuid primary key, type text not null, data bytea not null, metadata bytea not null)");
        await create.ExecuteNonQueryAsync();
        return source;
    }

    private static async Task Insert(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("insert into bare (id, type, data, metadata) values ($1, $2, $3, $4)");
        command.Parameters.Add(new() { Value = Guid.CreateVersion7() });
        command.Parameters.Add(new() { Value = RandomEvents.Type });
        command.Parameters.Add(new() { Value = RandomEvents.Data() });
        command.Parameters.Add(new() { Value = RandomEvents.Metadata() });
        await command.ExecuteNonQueryAsync();
    }

    private static async Task Append(PostgresEventStore store) =>
        await store.Append(StreamName.Of("job", Guid.CreateVersion7()), ExpectedRevision.NoStream, [RandomEvents.One()], CancellationToken.None);

    private static async Task StartStream(DocumentStore marten)
    {
        await using var session = marten.LightweightSession();
        session.Events.StartStream(Guid.CreateVersion7(), new SomethingHappened(Convert.ToBase64String(RandomEvents.Data())));
        await session.SaveChangesAsync();
    }

    internal sealed record SomethingHappened(string Data);
}
