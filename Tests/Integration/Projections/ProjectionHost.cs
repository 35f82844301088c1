using System.Text.Json;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>A process that runs projections over a log, and what it writes.</summary>
internal sealed class ProjectionHost : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly IHost _host;

    private ProjectionHost(IHost host) => _host = host;

    public IProjectionPositions Positions => _host.Services.GetRequiredService<IProjectionPositions>();

    public ProjectionStatus Status => _host.Services.GetRequiredService<ProjectionStatus>();

    public IServiceProvider Services => _host.Services;

    public static async Task<ProjectionHost> Start(
        NpgsqlDataSource database, IEventStore log, IReadOnlyList<Projection>? projections = null, ProjectionOptions? options = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(EventCodec.OfMarketplace());
        builder.Services.AddSingleton(
            options ?? new ProjectionOptions { FirstRetry = TimeSpan.FromMilliseconds(20), HaltedRetry = TimeSpan.FromMilliseconds(50) });
        builder.Services.AddProjections(projections);
        var host = builder.Build();
        await host.StartAsync();
        return new ProjectionHost(host);
    }

    /// <summary>Waits until all these projections have come to a position.</summary>
    public async Task CatchUp(LogPosition position, params IEnumerable<Projection> projections)
    {
        foreach (var projection in projections)
        {
            Assert.True(await Positions.WaitFor(projection.Name, position, Patience, CancellationToken.None), $"{projection} did not come to {position}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>The documents that readers see, as text, by id.</summary>
    public static Task<SortedDictionary<Guid, string>> Stored(NpgsqlDataSource database, Projection projection) => Stored(database, $"read.{projection.View}");

    /// <summary>The documents of a view or table as text, by id.</summary>
    public static async Task<SortedDictionary<Guid, string>> Stored(NpgsqlDataSource database, string table)
    {
        await using var command = database.CreateCommand($"select id, data::text from {table}");
        await using var reader = await command.ExecuteReaderAsync();
        var documents = new SortedDictionary<Guid, string>();
        while (await reader.ReadAsync())
        {
            documents.Add(reader.GetGuid(0), reader.GetString(1));
        }

        return documents;
    }

    /// <summary>What the documents must be, folded in memory and written as PostgreSQL writes them.</summary>
    public static async Task<SortedDictionary<Guid, string>> Expected(NpgsqlDataSource database, Projection projection, IEnumerable<RecordedEvent> log)
    {
        var documents = new SortedDictionary<Guid, string>();
        var folded = FoldInMemory.Fold(projection, EventCodec.OfMarketplace(), log).ToList();
        await using var command = database.CreateCommand("select data::text from unnest($1::jsonb[]) with ordinality as row(data, number) order by number");
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = folded.Select(document => JsonSerializer.Serialize(document.Value, projection.Document, MarketplaceJson.Options)).ToArray(),
        });
        await using var reader = await command.ExecuteReaderAsync();
        foreach (var (id, _) in folded)
        {
            Assert.True(await reader.ReadAsync());
            documents.Add(id, reader.GetString(0));
        }

        return documents;
    }
}
