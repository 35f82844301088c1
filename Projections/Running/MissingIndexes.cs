using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaborMarketplace.Projections.Running;

/// <summary>After the start, makes the indexes that this program's builds lack, beside those who read and write them.</summary>
internal sealed partial class MissingIndexes(
    NpgsqlDataSource database, IReadOnlyList<Projection> projections, ProjectionOptions options, ILogger<MissingIndexes> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await new Backoff(options).Persist(() => Make(stoppingToken), exception => Later(logger, exception), stoppingToken);
    }

    private async Task Make(CancellationToken stopping)
    {
        await ReadSchema.Prepare(database, projections, stopping);
        await ReadSchema.MakeIndexes(database, projections, stopping);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Indexes of read models cannot be made yet; lists are found without them, slowly")]
    private static partial void Later(ILogger logger, Exception exception);
}
