using LaborMarketplace.EventStore;
using Npgsql;

namespace LaborMarketplace.Projections.Storage;

/// <summary>Reads what there is of builds, and of what they pass over.</summary>
internal static class BuildRows
{
    public static async Task<IReadOnlyList<Checkpoint>> Checkpoints(this NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            select storage, name, version, build, live, position, halt, built, paused, replaced_at, events, read.is_alive(owner)
            from read.projection order by name, version, build
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var checkpoints = new List<Checkpoint>();
        while (await reader.ReadAsync(cancellation))
        {
            checkpoints.Add(Read(reader));
        }

        return checkpoints;
    }

    /// <summary>What every version passes over.</summary>
    public static async Task<IReadOnlyList<SkippedEvent>> Skipped(this NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            select name, version, position, stream, revision, type, fault, reason, skipped_by, skipped_at
            from read.skipped order by name, version, position
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var skipped = new List<SkippedEvent>();
        while (await reader.ReadAsync(cancellation))
        {
            skipped.Add(new SkippedEvent(
                reader.GetString(0), reader.GetInt32(1), new LogPosition(reader.GetInt64(2)), new StreamName(reader.GetString(3)), reader.GetInt64(4),
                reader.GetString(5), reader.GetString(6), reader.GetString(7), reader.GetString(8), reader.GetDateTime(9)));
        }

        return skipped;
    }

    /// <summary>The versions that somebody went back from.</summary>
    public static async Task<IReadOnlySet<(string Name, int Version)>> Withdrawn(this NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select name, version from read.withdrawn");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var withdrawn = new HashSet<(string Name, int Version)>();
        while (await reader.ReadAsync(cancellation))
        {
            withdrawn.Add((reader.GetString(0), reader.GetInt32(1)));
        }

        return withdrawn;
    }

    private static Checkpoint Read(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetBoolean(4), new LogPosition(row.GetInt64(5)),
        row.IsDBNull(6) ? null : HaltRow.Read(row.GetFieldValue<byte[]>(6)))
    {
        Built = row.GetBoolean(7),
        Paused = row.GetBoolean(8),
        ReplacedAt = row.IsDBNull(9) ? null : row.GetDateTime(9),
        Events = row.GetInt64(10),
        Followed = row.GetBoolean(11),
    };
}
