using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.Postgres;
using Npgsql;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>How fast the whole log is read, beside the same rows copied out of the table.</summary>
internal sealed class ReadBenchmark : Contest
{
    private const int Events = 50_000;
    private const int EventsAtOnce = 1_000;

    public override string Name => "read";

    public override string Unit => "events";

    public override string About =>
        $"{Events:N0} events of 300 bytes, read as the projections read them. The baselines read the same columns into the same types, all rows in one answer: "
        + "a binary `COPY`, and a plain `select` in order.";

    protected override async Task<IReadOnlyList<Contender>> Prepare(Machine machine, Opened opened)
    {
        var connectionString = await machine.CreateDatabase();
        var store = opened.Add(await PostgresEventStore.Open(connectionString));
        for (var number = 0; number < Events / EventsAtOnce; number++)
        {
            await store.Append(new StreamName($"job-{number}"), ExpectedRevision.NoStream, RandomEvents.Many(EventsAtOnce), CancellationToken.None);
        }

        var source = opened.Add(NpgsqlDataSource.Create(connectionString));
        return
        [
            new Contender("bare COPY", null, null, () => Copy(source)),
            new Contender("bare select", null, null, () => Select(source)),
            new Contender("whole log", "bare select", null, () => WholeLog.Read(store)),
        ];
    }

    private static async Task<int> Copy(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var reader = await connection.BeginBinaryExportAsync(
            "copy (select stream, revision, position, event_id, type, data, metadata from log.events) to stdout (format binary)");
        var count = 0;
        while (await reader.StartRowAsync() >= 0)
        {
            _ = (await reader.ReadAsync<string>(), await reader.ReadAsync<long>(), await reader.ReadAsync<long>(), await reader.ReadAsync<Guid>());
            _ = (await reader.ReadAsync<string>(), await reader.ReadAsync<byte[]>(), await reader.ReadAsync<byte[]>());
            count++;
        }

        return count;
    }

    private static async Task<int> Select(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand("select stream, revision, position, event_id, type, data, metadata from log.events order by position");
        await using var reader = await command.ExecuteReaderAsync();
        var count = 0;
        while (await reader.ReadAsync())
        {
            _ = (reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetGuid(3), reader.GetString(4));
            _ = (reader.GetFieldValue<byte[]>(5), reader.GetFieldValue<byte[]>(6));
            count++;
        }

        return count;
    }
}
