using EventStoreDb.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>
/// Not EventStoreDB: a double of one node, which speaks its protocol as a real node of 23.10 was seen to, over a log in memory. It stands
/// for what the adapter asks of a node (appending, reading, subscribing, the errors), and adds faults to order.
/// </summary>
/// <remarks>Its log is its own, since a real node, unlike the in-memory store, takes one event id in several streams.</remarks>
internal sealed class EventStoreDbDouble : IAsyncDisposable
{
    private readonly WebApplication _host;

    private EventStoreDbDouble(WebApplication host) => _host = host;

    public NodeFaults Faults => _host.Services.GetRequiredService<NodeFaults>();

    public EventStoreDbConnectionString ConnectionString(string options = "") => EventStoreDbConnectionString.Parse(
        $"esdb://{new Uri(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Authority}?tls=false{options}");

    public static async Task<EventStoreDbDouble> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel =>
        {
            kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Limits.Http2.InitialStreamWindowSize = 768 * 1024;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
        });
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = 16 * 1024 * 1024);
        builder.Services.AddSingleton<NodeLog>().AddSingleton<NodeFaults>().AddSingleton<NodeStreams>();
        var host = builder.Build();
        host.MapGrpcService<NodeStreams>();
        await host.StartAsync();
        return new EventStoreDbDouble(host);
    }

    public async ValueTask DisposeAsync()
    {
        Faults.DropCalls();
        await _host.StopAsync();
        await _host.DisposeAsync();
    }
}
