using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Tests.Integration.Projections;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.ReadApi;

/// <summary>A marketplace with a history and the Read API over it. Tests that change it make one of their own.</summary>
internal sealed class ReadableMarketplace : IAsyncDisposable
{
    private ReadableMarketplace(NpgsqlDataSource database, string connection, ScriptedLog log, SampleHistory history, ReadHost host) =>
        (Database, Connection, Log, History, Host) = (database, connection, log, history, host);

    public static readonly PersonId Auditor = new(Guid.Parse("0193aaaa-0000-7000-8000-000000000001"));

    public static readonly PersonId Stranger = new(Guid.Parse("0193aaaa-0000-7000-8000-000000000002"));

    public NpgsqlDataSource Database { get; }

    public string Connection { get; }

    public ScriptedLog Log { get; }

    public SampleHistory History { get; }

    public ReadHost Host { get; }

    public static async Task<ReadableMarketplace> Open(
        PostgresFixture postgres, int helpers = 12, int employers = 3, int jobs = 40, int applications = 40, int seed = 7)
    {
        var connection = await postgres.CreateDatabase();
        var database = NpgsqlDataSource.Create(connection);
        var log = new ScriptedLog(EventCodec.OfMarketplace());
        var history = new SampleHistory(log, seed).Tell(helpers, employers, jobs, applications);
        var host = await ReadHost.Start(database, log);
        await host.CatchUp();
        return new ReadableMarketplace(database, connection, log, history, host);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }
}
