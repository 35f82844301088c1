using System.Net;
using System.Net.Http.Headers;
using LaborMarketplace.Commands;
using LaborMarketplace.Commands.Helpers;
using LaborMarketplace.Commands.Processes;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.Postgres;
using LaborMarketplace.Http;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.WriteApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LaborMarketplace.Tests.Integration.WriteApi;

/// <summary>A write door on a real Kestrel and a real PostgreSQL, or another store.</summary>
internal sealed class WriteHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IAsyncDisposable _store;
    private readonly List<HttpClient> _clients = [];

    private WriteHost(WebApplication app, IAsyncDisposable store) => (_app, _store) = (app, store);

    /// <summary>Where it listens for HTTP/1.1.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Where it listens for HTTP/2.</summary>
    public Uri Http2Address => new(_app.Urls.Last());

    public LocalIssuer Issuer => _app.Services.GetRequiredService<LocalIssuer>();

    public ShiftedClock Clock => _app.Services.GetRequiredService<ShiftedClock>();

    /// <param name="connection">The database.</param>
    /// <param name="keyFile">The local issuer's key.</param>
    /// <param name="settings">What the configuration says beside.</param>
    public static async Task<WriteHost> Start(string connection, string keyFile, params (string Name, string Value)[] settings) =>
        await On(await PostgresEventStore.Open(connection), keyFile, settings);

    /// <param name="store">The log, which is closed with the door.</param>
    /// <param name="keyFile">The local issuer's key.</param>
    /// <param name="settings">What the configuration says beside.</param>
    public static async Task<WriteHost> On<TStore>(TStore store, string keyFile, params (string Name, string Value)[] settings)
        where TStore : IEventStore, IAppendStatus, IAsyncDisposable
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
            [new("Authentication:LocalKeyFile", keyFile), .. settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value))]);
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAt(IPAddress.Loopback, 0, 0));
        var clock = new ShiftedClock();
        builder.Services
            .AddSingleton<IEventStore>(store).AddSingleton<IAppendStatus>(store)
            .AddSingleton(EventCodec.OfMarketplace())
            .AddSingleton(clock).AddSingleton<TimeProvider>(clock).AddSingleton<IAdjustableClock>(clock)
            .AddSingleton<ILocalMailbox, EmptyMailbox>()
            .AddSingleton<IProcessStatus, IdleProcesses>()
            .AddCommands(new CommandSettings(Policy.Default, new Region("us-east"), new byte[32]))
            .AddWriteApi(builder.Configuration);
        var app = builder.Build();
        app.MapWriteApi();
        await app.StartAsync();
        return new WriteHost(app, store);
    }

    /// <summary>A client without a token.</summary>
    public HttpClient Anonymous()
    {
        var client = new HttpClient { BaseAddress = Address };
        _clients.Add(client);
        return client;
    }

    /// <summary>A client of a person with these roles.</summary>
    public HttpClient As(Guid person, params Role[] roles) => With(Issuer.Issue(new(person), roles, TimeSpan.FromHours(1)));

    /// <summary>A client with a token, whatever it is.</summary>
    public HttpClient With(string token)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _app.DisposeAsync();
        await _store.DisposeAsync();
    }

    private sealed class EmptyMailbox : ILocalMailbox
    {
        public Task<ContactCodeMessage?> Last(HelperId helper, CancellationToken cancellation) => Task.FromResult<ContactCodeMessage?>(null);
    }

    private sealed class IdleProcesses : IProcessStatus
    {
        public Task<ProcessStatus> Read(CancellationToken cancellation) =>
            Task.FromResult(new ProcessStatus(new LogPosition(7), new LogPosition(7), 0, null));
    }
}

/// <summary>The machine's clock, which can be moved forward.</summary>
internal sealed class ShiftedClock : TimeProvider, IAdjustableClock
{
    private TimeSpan _ahead;

    public DateTimeOffset Now => GetUtcNow();

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;

    public Task Advance(DateTimeOffset to, CancellationToken cancellation)
    {
        _ahead = to - System.GetUtcNow();
        return Task.CompletedTask;
    }
}
