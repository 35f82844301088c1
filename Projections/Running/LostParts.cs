using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaborMarketplace.Projections.Running;

/// <summary>Looks now and then whether a table, a view or a function of the read models was lost, and makes it again.</summary>
/// <remarks>The runner finds out by itself about tables that it writes, and sooner; it never reads a view.</remarks>
internal sealed partial class LostParts(
    NpgsqlDataSource database, IReadOnlyList<Projection> projections, ProjectionOptions options, ILogger<LostParts> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff(options);
        using var looks = new PeriodicTimer(options.LongestRetry);
        while (await looks.WaitForNextTickAsync(stoppingToken))
        {
            await backoff.Persist(
                () => ReadSchema.Prepare(database, projections, stoppingToken), exception => Later(logger, exception.Message), stoppingToken);
            backoff.Succeeded();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether the read models lack a table, a view or a function cannot be told yet: {Reason}")]
    private static partial void Later(ILogger logger, string reason);
}
