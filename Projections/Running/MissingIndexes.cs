using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaborMarketplace.Projections.Running;

/// <summary>After the start, makes the indexes that this program's builds lack, beside those who read and write them.</summary>
/// <remarks>To try one takes as long as the table is large, so one that cannot be made is tried ever more seldom.</remarks>
internal sealed partial class MissingIndexes(
    NpgsqlDataSource database, IReadOnlyList<Projection> projections, ProjectionOptions options, RunnerState state,
    ILogger<MissingIndexes> logger) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var pause = options.LongestRetry;
        await MakeWhatCanBe(stoppingToken);
        while (state.Lacks.Count > 0 && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pause, options.Clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            await MakeWhatCanBe(stoppingToken);
        }
    }

    private Task MakeWhatCanBe(CancellationToken stopping) => new Backoff(options).Persist(
        async () =>
        {
            await ReadSchema.Prepare(database, projections, stopping);
            var faults = await ReadSchema.MakeIndexes(database, projections, stopping);
            state.Lacking([.. faults.Select(fault => fault.ToString())]);
            faults.ToList().ForEach(fault => CannotBeMade(logger, fault));
        },
        exception => Later(logger, exception),
        stopping);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Fault} It is tried again later")]
    private static partial void CannotBeMade(ILogger logger, IndexFault fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Indexes of read models cannot be made yet; lists are found without them, slowly")]
    private static partial void Later(ILogger logger, Exception exception);
}
