using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace LaborMarketplace.Projections.Running;

/// <summary>
/// Red while a build that serves has halted, a read model has not been made, or the runner of this process cannot work; yellow while one
/// beside it has halted, or another version serves than this program's, or nobody follows one that serves, or an index cannot be made. Read
/// models that this program does not know are not its to judge.
/// </summary>
internal sealed class ProjectionHealth(
    ProjectionStatus status, RunnerState runner, Unfollowed unfollowed, IReadOnlyList<Projection> projections) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (runner.Fault is { } fault)
        {
            return HealthCheckResult.Unhealthy($"The projections are interrupted: {fault}");
        }

        try
        {
            var builds = (await status.Read(cancellationToken)).Where(build => projections.Any(projection => projection.Name == build.Name)).ToList();
            var halted = builds.Where(build => build.Halt is not null).ToList();
            var missing = projections.Where(projection => !builds.Any(build => build.Live && build.Name == projection.Name)).ToList();
            var said = string.Join(
                ' ',
                [
                    .. missing.Select(projection => $"{projection.Name} has not been made yet: start a process that does (--roles projections)."),
                    .. runner.Lacks,
                    .. halted.Select(Sentence),
                    .. OtherVersion.Among(projections, builds).Select(other => other.ToString()),
                    .. unfollowed.Among(builds).Select(build =>
                        $"Nobody follows the log for {build.Name}, which serves as it stands at position {build.Position}: "
                        + "start a process that does (--roles projections)."),
                ]);
            return missing.Count > 0 || halted.Any(build => build.Live) ? HealthCheckResult.Unhealthy(said)
                : said.Length > 0 ? HealthCheckResult.Degraded(said)
                : HealthCheckResult.Healthy();
        }
        catch (NpgsqlException exception)
        {
            return HealthCheckResult.Unhealthy("The read models' database cannot be asked.", exception);
        }
    }

    private static string Sentence(Checkpoint checkpoint) =>
        $"{checkpoint.Name}{(checkpoint.Live ? "" : $" (in {checkpoint.Storage}, which does not serve)")} halts at {checkpoint.Halt!.Type}, "
        + $"revision {checkpoint.Halt.Revision} of {checkpoint.Halt.Stream}: {checkpoint.Halt.Reason}";
}
