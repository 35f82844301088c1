using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace LaborMarketplace.Projections.Running;

/// <summary>Tells how far each version of each projection has come, and what it has halted at.</summary>
public sealed class ProjectionStatus(NpgsqlDataSource database)
{
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public Task<IReadOnlyList<Checkpoint>> Read(CancellationToken cancellation) => new ProjectionStore(database).Checkpoints(cancellation);
}

/// <summary>Red while a projection has halted, or the runner of this process cannot work.</summary>
internal sealed class ProjectionHealth(ProjectionStatus status, RunnerState runner) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (runner.Fault is { } fault)
        {
            return HealthCheckResult.Unhealthy($"The projections are interrupted: {fault}");
        }

        try
        {
            var halted = (await status.Read(cancellationToken)).Where(checkpoint => checkpoint.Halt is not null).ToList();
            return halted.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy(string.Join(' ', halted.Select(Sentence)));
        }
        catch (NpgsqlException exception)
        {
            return HealthCheckResult.Unhealthy("The read models' database cannot be asked.", exception);
        }
    }

    private static string Sentence(Checkpoint checkpoint) =>
        $"{checkpoint.Name} halts at {checkpoint.Halt!.Type}, revision {checkpoint.Halt.Revision} of {checkpoint.Halt.Stream}: {checkpoint.Halt.Reason}";
}
