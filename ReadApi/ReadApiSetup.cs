using LaborMarketplace.EventStore;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.ReadApi.Applications;
using LaborMarketplace.ReadApi.Assignments;
using LaborMarketplace.ReadApi.Audit;
using LaborMarketplace.ReadApi.Documents;
using LaborMarketplace.ReadApi.Employers;
using LaborMarketplace.ReadApi.Helpers;
using LaborMarketplace.ReadApi.Jobs;
using LaborMarketplace.ReadApi.Lists;
using LaborMarketplace.ReadApi.Metrics;
using LaborMarketplace.ReadApi.Models;
using LaborMarketplace.ReadApi.Requests;
using LaborMarketplace.ReadApi.Skills;
using LaborMarketplace.ReadApi.Status;
using LaborMarketplace.ReadApi.Verifications;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LaborMarketplace.ReadApi;

/// <summary>
/// Composes the room. It needs an <see cref="NpgsqlDataSource"/>, an <see cref="IEventStore"/>, its <see cref="EventCodec"/> and a
/// <see cref="TimeProvider"/> in the container.
/// </summary>
public static class ReadApiSetup
{
    public static IServiceCollection AddReadApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(configuration.GetSection(ReadApiOptions.Section).Get<ReadApiOptions>() ?? new ReadApiOptions());
        services.AddProjectionReading();
        services.AddSingleton<DocumentCache>();
        services.AddSingleton<DocumentReader>();
        services.AddSingleton<ListReader>();
        services.AddSingleton<ContactRule>();
        services.AddSingleton<Builds>();
        services.AddSingleton<ProofDesk>();
        services.AddSingleton<UnfinishedBuilds>();
        services.AddSingleton<EventStreams>();
        services.AddSingleton<RebuildDesk>().AddHostedService(provider => provider.GetRequiredService<RebuildDesk>());
        services.ConfigureSwaggerGen(document => document.DocumentFilter<HiddenFilter>());
        return services;
    }

    /// <summary>Maps every address below <c>/v1</c>; all ask for a token.</summary>
    public static void MapReadApi(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var lists = services.GetRequiredService<ListReader>();
        var v1 = endpoints.MapGroup("/v1");
        v1.MapHelpers(lists, services.GetRequiredService<ContactRule>());
        v1.MapEmployers(lists);
        v1.MapJobs(lists);
        v1.MapApplications(lists);
        v1.MapAssignments(lists);
        v1.MapVerifications(lists);
        v1.MapAudit(services.GetRequiredService<IEventStore>(), services.GetRequiredService<EventCodec>());
        v1.MapProjections(services.GetRequiredService<ProjectionStatus>(), services.GetRequiredService<IReadOnlyList<Projection>>());
        var models = new ModelRoutes(v1);
        models.MapRebuilds(services.GetRequiredService<RebuildDesk>(), services.GetRequiredService<EventStreams>());
        new ModelRoutes(v1, ofAll: true).MapRebuildsOfAll(services.GetRequiredService<RebuildDesk>(), services.GetRequiredService<EventStreams>());
        models.MapProofs(services.GetRequiredService<ProofDesk>());
        models.MapBuilds(services.GetRequiredService<Builds>(), services.GetRequiredService<ProjectionStatus>());
        v1.MapMetrics(services.GetRequiredService<NpgsqlDataSource>());
        v1.MapSkills();
    }
}
