using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace LaborMarketplace.Projections;

/// <summary>Composes the room. Both need an <see cref="NpgsqlDataSource"/> in the container.</summary>
public static class ProjectionServices
{
    /// <summary>The health check's name and tag.</summary>
    public const string Health = "projections";

    /// <summary>The tag of the check that tells whether the process lives: an orchestrator starts it again when it does not.</summary>
    public const string Live = "live";

    /// <summary>Runs the projections in this process; needs <see cref="IEventStore"/>, <see cref="EventCodec"/> and <see cref="TimeProvider"/>.</summary>
    /// <param name="projections">Which ones; the marketplace's unless given.</param>
    public static IServiceCollection AddProjections(this IServiceCollection services, IReadOnlyList<Projection>? projections = null)
    {
        services.TryAddSingleton(projections ?? ReadModels.All);
        services.AddProjectionReading();
        services.TryAddSingleton<ProjectionMetrics>();
        services.AddHostedService<ProjectionRunner>();
        services.AddHostedService<RunnerWatch>();
        services.AddHostedService<MissingIndexes>();
        services.AddHostedService<LostParts>();
        services.AddHostedService<RebuildOnStart>();
        return services;
    }

    /// <summary>Hears how far the projections have come, whichever process runs them. Calling it again changes nothing.</summary>
    /// <remarks>
    /// Where the projections run in another host of this process, give both the same <see cref="RunnerState"/>, so that the door's health tells of them.
    /// </remarks>
    public static IServiceCollection AddProjectionReading(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ProjectionPositions)))
        {
            return services;
        }

        services.AddSingleton<ProjectionPositions>();
        services.AddSingleton<IProjectionPositions>(provider => provider.GetRequiredService<ProjectionPositions>());
        services.AddMetrics();
        services.TryAddSingleton<RebuildMetrics>();
        services.AddHostedService<CommitListener>();
        return services.AddProjectionHealth();
    }

    /// <summary>
    /// Tells how the projections are, and whether those that run in this process live. Once in a container; <see cref="AddProjectionReading"/> has it.
    /// </summary>
    public static IServiceCollection AddProjectionHealth(this IServiceCollection services)
    {
        services.TryAddSingleton(ReadModels.All);
        services.TryAddSingleton(new ProjectionOptions());
        services.TryAddSingleton<RunnerState>();
        services.AddSingleton<Unfollowed>();
        services.AddSingleton<ProjectionStatus>();
        services.AddHealthChecks().AddCheck<ProjectionHealth>(Health, tags: [Health]).AddCheck<RunnerLiveness>("runner", tags: [Live]);
        return services;
    }
}
