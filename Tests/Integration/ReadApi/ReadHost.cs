using System.Net;
using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.ReadApi;
using LaborMarketplace.Tests.Integration.Projections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.ReadApi;

/// <summary>The Read API on a real server, with the projections of a log that the test writes. Each answer is held against the OpenAPI document.</summary>
internal sealed class ReadHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client;
    private readonly string _keys = Directory.CreateTempSubdirectory("marketplace-keys-").FullName;
    private readonly ScriptedLog? _log;

    /// <summary>Every door promises the same, so the first that is asked says it for all.</summary>
    private static ReadContract? _contract;

    private ReadHost(
        NpgsqlDataSource database, ScriptedLog? log, IEventStore through, ProjectionOptions? options, IReadOnlyList<Projection>? projections,
        Action<IServiceCollection>? instead)
    {
        _log = log;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Authentication:LocalKeyFile"] = Path.Combine(_keys, "key.pem"),
            ["ReadApi:AtLeastWait"] = "00:00:02",
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(database);
        builder.Services.AddSingleton(through);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(EventCodec.OfMarketplace());
        builder.Services.AddSingleton(options ?? new ProjectionOptions
        {
            FirstRetry = TimeSpan.FromMilliseconds(20),
            LongestRetry = TimeSpan.FromMilliseconds(200),
        });
        builder.Services.AddDoor(builder.Configuration, new Door("Read API", "What there is to read.", Compresses: true));
        builder.Services.AddProjections(projections);
        builder.Services.AddReadApi(builder.Configuration);
        instead?.Invoke(builder.Services);
        _app = builder.Build();
        _app.UseDoor();
        _app.MapReadApi();
        _client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });
    }

    public ScriptedLog Log => _log ?? throw new InvalidOperationException("Its log is not written by the test.");

    public RunnerState Runner => _app.Services.GetRequiredService<RunnerState>();

    public IProjectionPositions Positions => _app.Services.GetRequiredService<IProjectionPositions>();

    /// <param name="database">Of the read models.</param>
    /// <param name="log">What the test writes.</param>
    /// <param name="through">What the projections read it through; the log itself unless given.</param>
    /// <param name="options">How the projections run.</param>
    /// <param name="projections">Which ones; the marketplace's unless given.</param>
    /// <param name="instead">Registers services that take the place of others.</param>
    public static async Task<ReadHost> Start(
        NpgsqlDataSource database, ScriptedLog log, IEventStore? through = null, ProjectionOptions? options = null,
        IReadOnlyList<Projection>? projections = null, Action<IServiceCollection>? instead = null)
    {
        var host = new ReadHost(database, log, through ?? log, options, projections, instead);
        await host.Open();
        return host;
    }

    /// <summary>A door whose process runs no projections.</summary>
    public static async Task<ReadHost> Beside(NpgsqlDataSource database, IEventStore log, TimeSpan atLeastWait)
    {
        var host = new ReadHost(database, null, log, null, [], services => services.AddSingleton(new ReadApiOptions { AtLeastWait = atLeastWait }));
        await host.Open();
        return host;
    }

    private async Task Open()
    {
        await _app.StartAsync();
        _client.BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public async Task CatchUp()
    {
        foreach (var projection in ReadModels.All)
        {
            Assert.True(await Positions.WaitFor(projection.Name, Log.End, ProjectionHost.Patience, CancellationToken.None));
        }
    }

    /// <summary>Sends a GET as somebody; headers as name and value.</summary>
    public Task<HttpResponseMessage> Get(string path, PersonId? person, Role[] roles, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, path, person, roles, headers);

    /// <summary>Sends a request without a body as somebody; headers as name and value.</summary>
    public Task<HttpResponseMessage> Send(HttpMethod method, string path, PersonId? person, Role[] roles, params (string Name, string Value)[] headers) =>
        Send(new HttpRequestMessage(method, path), person, roles, headers);

    /// <summary>Sends a request with a body as somebody.</summary>
    public Task<HttpResponseMessage> Post(string path, string body, PersonId? person, Role[] roles, string type = "application/json") =>
        Send(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, type) }, person, roles, []);

    /// <summary>Listens to server-sent events until there are no more.</summary>
    public async IAsyncEnumerable<(string Name, JsonElement Data)> Listen(string path, PersonId person, params Role[] roles)
    {
        using var response = await Send(new HttpRequestMessage(HttpMethod.Get, path), person, roles, [("Accept", "text/event-stream")]);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            yield return (item.EventType, JsonElement.Parse(item.Data));
        }
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, PersonId? person, Role[] roles, (string Name, string Value)[] headers)
    {
        using var sent = request;
        if (person is { } holder)
        {
            var token = _app.Services.GetRequiredService<LocalIssuer>().Issue(holder, roles, TimeSpan.FromHours(1));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        _contract ??= ReadContract.Of(await _client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        await _contract.Covers(request, response);
        return response;
    }

    public async Task<JsonElement> Read(string path, PersonId person, params Role[] roles)
    {
        using var response = await Get(path, person, roles);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {(int)response.StatusCode} {text}");
        return JsonElement.Parse(text);
    }

    /// <summary>All items of a list, page by page.</summary>
    public async Task<List<JsonElement>> ReadAll(string path, PersonId person, Role[] roles, int limit, Func<Task>? betweenPages = null)
    {
        var items = new List<JsonElement>();
        var next = "";
        do
        {
            var page = await Read($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}{next}", person, roles);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString() is { } cursor ? $"&cursor={cursor}" : "";
            await (betweenPages?.Invoke() ?? Task.CompletedTask);
        }
        while (next.Length > 0);
        return items;
    }

    /// <summary>The status and the problem's code.</summary>
    public async Task<(int Status, string Code, JsonElement Problem)> Refusal(string path, PersonId? person, params Role[] roles)
    {
        using var response = await Get(path, person, roles);
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, problem.GetProperty("code").GetString()!, problem);
    }

    public async ValueTask DisposeAsync()
    {
        // The door would answer who waits there before it ends.
        _client.CancelPendingRequests();
        await _app.StopAsync();
        _client.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_keys, recursive: true);
    }
}
