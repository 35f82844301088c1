using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace LaborMarketplace.EventStore.Postgres;

/// <summary>The statements that the log is written and read with. Each is one round trip.</summary>
internal sealed class PostgresLog(NpgsqlDataSource source)
{
    private const int PageEvents = 1_000;
    private const long PageBytes = 4 * 1024 * 1024;

    /// <summary>
    /// What each append of a batch came to, in order; null where an id is another stream's. Safe to ask again: events are known by their ids.
    /// </summary>
    public async Task<IReadOnlyList<AppendResult?>> Append(AppendBatch batch, CancellationToken cancellation)
    {
        var events = batch.Appends.SelectMany((append, index) => append.Events.Select(data => (Append: index + 1, Data: data))).ToList();
        await using var command = source.CreateCommand("select * from log.append($1, $2, $3, $4, $5, $6, $7)");
        command.Parameters.AddRange((NpgsqlParameter[])
        [
            Array(NpgsqlDbType.Text, batch.Appends.Select(append => append.Stream.Value)),
            Array(NpgsqlDbType.Bigint, batch.Appends.Select(append => append.Expected.Value)),
            Array(NpgsqlDbType.Integer, events.Select(item => item.Append)),
            Array(NpgsqlDbType.Uuid, events.Select(item => item.Data.Id)),
            Array(NpgsqlDbType.Text, events.Select(item => item.Data.Type)),
            Array(NpgsqlDbType.Bytea, events.Select(item => item.Data.Data)),
            Array(NpgsqlDbType.Bytea, events.Select(item => item.Data.Metadata)),
        ]);

        var results = new List<AppendResult?>(batch.Appends.Count);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            results.Add(Result(reader));
        }

        return results;
    }

    public async Task<IReadOnlyList<RecordedEvent>> Load(StreamName stream, long fromRevision, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            """
            select stream, revision, position, event_id, type, data, metadata
            from log.events where stream = $1 and revision >= $2 order by revision
            """);
        command.Parameters.Add(new() { Value = stream.Value });
        command.Parameters.Add(new() { Value = fromRevision });
        var events = new List<RecordedEvent>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            events.Add(Event(reader));
        }

        return events;
    }

    /// <summary>The log's last position, 0 when it is empty.</summary>
    public async Task<long> Head(CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select coalesce(max(position), 0) from log.events");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The events after one position up to another, as many as a page takes, and the log's last position at the time.</summary>
    public async Task<(List<RecordedEvent> Events, long Head)> Page(long after, long until, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"""
            select stream, revision, position, event_id, type, data, metadata, (select max(position) from log.events)
            from (select *, row_number() over so_far as number, sum(octet_length(data) + octet_length(metadata)) over so_far as size
                  from (select * from log.events where position > $1 and position <= $2 order by position limit {PageEvents}) as events
                  window so_far as (order by position rows unbounded preceding)) as page
            where size <= {PageBytes} or number = 1
            order by position
            """);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = until });
        var events = new List<RecordedEvent>();
        var head = after;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            events.Add(Event(reader));
            head = reader.GetInt64(7);
        }

        return (events, head);
    }

    private static AppendResult? Result(NpgsqlDataReader reader) => reader.GetString(1) switch
    {
        "appended" or "repeated" => new AppendResult.Appended(reader.GetInt64(2), new LogPosition(reader.GetInt64(3))),
        "conflict" => new AppendResult.Conflict(reader.GetInt64(2)),
        "elsewhere" => null,
        var outcome => throw new DataException($"log.append answered {outcome}, which this program does not know."),
    };

    private static RecordedEvent Event(NpgsqlDataReader reader) => new(
        new StreamName(reader.GetString(0)),
        reader.GetInt64(1),
        new LogPosition(reader.GetInt64(2)),
        reader.GetGuid(3),
        reader.GetString(4),
        reader.GetFieldValue<byte[]>(5),
        reader.GetFieldValue<byte[]>(6));

    private static NpgsqlParameter<List<T>> Array<T>(NpgsqlDbType type, IEnumerable<T> values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values.ToList() };
}
