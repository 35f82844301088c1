using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Tests.Integration.Projections;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.ReadApi;

/// <summary>A marketplace of which a test holds up the log, and whose read door it starts again.</summary>
internal sealed class HeldMarketplace : IAsyncDisposable
{
    private readonly IReadOnlyList<Projection>? _projections;
    private readonly Action<IServiceCollection>? _instead;

    private HeldMarketplace(
        NpgsqlDataSource database, string connection, ScriptedLog log, SampleHistory history, IReadOnlyList<Projection>? projections,
        Action<IServiceCollection>? instead)
    {
        (Database, Connection, Log, History, _projections, _instead) = (database, connection, log, history, projections, instead);
        Held = new HeldLog(log);
    }

    public NpgsqlDataSource Database { get; }

    public string Connection { get; }

    public ScriptedLog Log { get; }

    public SampleHistory History { get; }

    public HeldLog Held { get; }

    /// <summary>By which the runner is watched.</summary>
    public WatchedTime Time { get; } = new();

    public ReadHost Host { get; private set; } = null!;

    /// <param name="projections">Which ones; the marketplace's unless given.</param>
    /// <param name="instead">Registers services that take the place of the door's.</param>
    public static async Task<HeldMarketplace> Open(
        PostgresFixture postgres, IReadOnlyList<Projection>? projections = null, Action<IServiceCollection>? instead = null)
    {
        var connection = await postgres.CreateDatabase();
        var log = new ScriptedLog(EventCodec.OfMarketplace(), waiting => Math.Min(waiting, 100));
        var history = new SampleHistory(log, 7).Tell(helpers: 8, employers: 3, jobs: 20, applications: 20);
        var marketplace = new HeldMarketplace(NpgsqlDataSource.Create(connection), connection, log, history, projections, instead);
        marketplace.Host = await marketplace.Another();
        await marketplace.Host.CatchUp();
        return marketplace;
    }

    /// <summary>Starts another read door beside.</summary>
    public Task<ReadHost> Another() => ReadHost.Start(Database, Log, Held, Time.Options, _projections, _instead);

    /// <summary>Lets time pass for the watch over the runner.</summary>
    public Task Pass(TimeSpan time) => Time.Pass(time, Held, Host.Runner);

    public async Task Restart()
    {
        await Host.DisposeAsync();
        Host = await Another();
    }

    /// <summary>The builds of a read model as the door tells them: <c>job_board_v1 live</c>.</summary>
    public async Task<IReadOnlyList<string>> Builds(string projection) =>
    [
        .. (await Host.Read("/v1/projections", ReadableMarketplace.Stranger, Role.Data)).GetProperty("items").EnumerateArray()
            .Where(item => item.GetProperty("name").GetString() == projection)
            .Select(item => $"{item.GetProperty("storage").GetString()} {item.GetProperty("state").GetString()}"),
    ];

    public async ValueTask DisposeAsync()
    {
        Held.LetGo();
        await Host.DisposeAsync();
        await Database.DisposeAsync();
    }
}
