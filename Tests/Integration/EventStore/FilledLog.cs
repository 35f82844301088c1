using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using Npgsql;
using NpgsqlTypes;

namespace LaborMarketplace.Tests.Integration.EventStore;

/// <summary>Fills a log on PostgreSQL with many events at once, past its append.</summary>
public static class FilledLog
{
    /// <summary>Adds events after those that are there, and wakes who follows the log.</summary>
    /// <param name="events">In the order in which they happen: the job, the event's place in its stream, and what happened.</param>
    public static async Task Tell(NpgsqlDataSource database, DateTimeOffset at, IEnumerable<(Guid Job, int Revision, JobEvent Event)> events)
    {
        var (codec, metadata) = (EventCodec.OfMarketplace(), new EventMetadata(Guid.Empty, null, Guid.Empty, null, "process:filling", "us-east", at));
        await using var connection = await database.OpenConnectionAsync();
        await using var last = new NpgsqlCommand("select coalesce(max(position), 0) from log.events", connection);
        var position = (long)(await last.ExecuteScalarAsync())!;
        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy log.events (position, stream, revision, event_id, type, data, metadata) from stdin (format binary)"))
        {
            foreach (var (job, revision, happened) in events)
            {
                var data = codec.Encode(happened, DerivedId.Of($"event/{revision}", job), metadata);
                await copy.StartRowAsync();
                await copy.WriteAsync(++position, NpgsqlDbType.Bigint);
                await copy.WriteAsync(StreamName.Of("job", job).Value, NpgsqlDbType.Text);
                await copy.WriteAsync((long)revision, NpgsqlDbType.Bigint);
                await copy.WriteAsync(data.Id, NpgsqlDbType.Uuid);
                await copy.WriteAsync(data.Type, NpgsqlDbType.Text);
                await copy.WriteAsync(data.Data, NpgsqlDbType.Bytea);
                await copy.WriteAsync(data.Metadata, NpgsqlDbType.Bytea);
            }

            await copy.CompleteAsync();
        }

        await using var tell = new NpgsqlCommand("select pg_notify('log_appended', $1)", connection) { Parameters = { new() { Value = $"{position}" } } };
        await tell.ExecuteNonQueryAsync();
    }
}
