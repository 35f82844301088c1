using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaborMarketplace.Projections.Running;

/// <summary>Hears what runners commit, in this process or another, through PostgreSQL's LISTEN.</summary>
internal sealed partial class CommitListener(
    NpgsqlDataSource database, ProjectionPositions positions, ProjectionOptions options, ILogger<CommitListener> logger) : BackgroundService
{
    private static readonly TimeSpan SilenceBeforeAsking = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var backoff = new Backoff(options);
        await backoff.Persist(() => Listen(backoff, stoppingToken), Disconnected, stoppingToken);
    }

    private void Disconnected(Exception exception)
    {
        positions.Disconnected();
        Lost(logger, exception);
    }

    private async Task Listen(Backoff backoff, CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        var (changed, heard) = (new HashSet<string>(), new Queue<CommitNotice>());
        connection.Notification += (_, notification) =>
        {
            if (notification.Channel == LeaseKeeper.Channel)
            {
                changed.Add(notification.Payload);
            }

            if (notification.Channel == CommitNotice.Channel && CommitNotice.Read(notification.Payload) is { } notice)
            {
                heard.Enqueue(notice);
            }
        };
        await Execute(connection, $"listen {CommitNotice.Channel}; listen {LeaseKeeper.Channel}", stopping);
        positions.Connected(await database.Checkpoints(stopping));
        backoff.Succeeded();
        while (true)
        {
            if (heard.Count == 0 && changed.Count == 0 && !await connection.WaitAsync(SilenceBeforeAsking, stopping))
            {
                // A connection that has died in silence shows it when it is used.
                await Execute(connection, "select 1", stopping);
            }

            if (changed.Count > 0)
            {
                var models = changed.ToHashSet();
                changed.Clear();
                positions.Switched(await database.Checkpoints(stopping), models);
            }

            // Not before: what the build commits that has just stopped serving says nothing of what readers see.
            while (heard.TryDequeue(out var notice))
            {
                positions.Heard(notice);
            }
        }
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Commits of the read models are not heard for now; documents are read from the database")]
    private static partial void Lost(ILogger logger, Exception exception);
}
