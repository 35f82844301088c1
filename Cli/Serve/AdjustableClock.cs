using LaborMarketplace.WriteApi;
using Npgsql;

namespace LaborMarketplace.Cli.Serve;

/// <summary>
/// The marketplace's clock in the embedded default: the machine's, moved forward by as much as its operators have asked, never back.
/// How far it is ahead is kept in the database, so that it goes on from there after a restart. Thread-safe.
/// </summary>
internal sealed class AdjustableClock : TimeProvider, IAdjustableClock
{
    private readonly NpgsqlDataSource _database;
    private long _aheadTicks;

    /// <summary>The clock shows another time now.</summary>
    public event Action? Moved;

    private AdjustableClock(NpgsqlDataSource database) => _database = database;

    public static async Task<AdjustableClock> Open(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var create = database.CreateCommand(
            """
            create schema if not exists process;
            create table if not exists process.clock (one boolean primary key default true check (one), ahead interval not null);
            insert into process.clock (ahead) values ('0') on conflict do nothing;
            """);
        await create.ExecuteNonQueryAsync(cancellation);
        var clock = new AdjustableClock(database);
        await clock.Refresh(cancellation);
        return clock;
    }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _aheadTicks));

    public DateTimeOffset Now => GetUtcNow();

    public async Task Advance(DateTimeOffset to, CancellationToken cancellation)
    {
        await using var command = _database.CreateCommand("update process.clock set ahead = greatest(ahead, $1)");
        command.Parameters.AddWithValue(to - System.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellation);
        await Refresh(cancellation);
    }

    /// <summary>Takes over how far another process has moved the clock.</summary>
    public async Task Refresh(CancellationToken cancellation)
    {
        await using var command = _database.CreateCommand("select ahead from process.clock");
        var ahead = ((TimeSpan)(await command.ExecuteScalarAsync(cancellation))!).Ticks;
        if (Interlocked.Exchange(ref _aheadTicks, ahead) != ahead)
        {
            Moved?.Invoke();
        }
    }
}
