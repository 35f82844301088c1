using System.Net;
using System.Security.Cryptography.X509Certificates;
using EventStoreDb.Client;
using EventStoreDb.Client.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>
/// Not EventStoreDB: a double of a node, which speaks its protocol as a real node of 23.10 was seen to, over a log in memory. It stands
/// for what the adapter asks of a node (appending, reading, subscribing, gossip, the errors), and adds faults to order.
/// </summary>
/// <remarks>Its log is its own, since a real node, unlike the in-memory store, takes one event id in several streams.</remarks>
internal sealed class EventStoreDbDouble : IAsyncDisposable
{
    private const string Host = "127.0.0.1";

    private readonly NodeLog _log;
    private readonly NodeMember _member;
    private readonly X509Certificate2? _certificate;
    private WebApplication? _running;
    private int _port;

    private EventStoreDbDouble(NodeLog log, NodeMember member, X509Certificate2? certificate) =>
        (_log, _member, _certificate) = (log, member, certificate);

    public NodeLog Log => _log;

    public NodeFaults Faults { get; } = new();

    public NodeConnections Connections { get; } = new();

    public DnsEndPoint Address => new(Host, _port);

    public MemberInfo Member => _member.Info;

    /// <summary>The subject of the certificate that a client showed last; null when none did.</summary>
    public string? User { get; private set; }

    /// <summary>A node alone, which leads.</summary>
    public static async Task<EventStoreDbDouble> Start(X509Certificate2? certificate = null, TimeProvider? time = null)
    {
        var cluster = new NodeCluster();
        var node = new EventStoreDbDouble(new NodeLog(time), new NodeMember(cluster, cluster.Join(MemberInfo.Types.VNodeState.Leader)), certificate);
        await node.Start();
        return node;
    }

    /// <summary>A node of a cluster, not yet started.</summary>
    public static EventStoreDbDouble Of(NodeLog log, NodeMember member, X509Certificate2? certificate) => new(log, member, certificate);

    public EventStoreDbConnectionString ConnectionString(string options = "") => EventStoreDbConnectionString.Parse(
        $"esdb://{Host}:{_port}?tls={(_certificate is null ? "false" : "true")}{options}");

    /// <summary>Starts it, where it was when it was started before. Does nothing while it runs.</summary>
    public async Task Start()
    {
        if (_running is not null)
        {
            return;
        }

        // Without files to configure it, since watching them takes what a machine has few of.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Listen);
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = 16 * 1024 * 1024);
        builder.Services.AddSingleton(_log).AddSingleton(_member).AddSingleton(_member.Cluster).AddSingleton(Faults).AddSingleton(Connections)
            .AddSingleton<NodeStreams>().AddSingleton<NodeGossip>().AddSingleton<NodeFeatures>();
        _running = builder.Build();
        _running.MapGrpcService<NodeStreams>();
        _running.MapGrpcService<NodeGossip>();
        _running.MapGrpcService<NodeFeatures>();
        Connections.Refuse(false);
        await _running.StartAsync();
        _port = new Uri(_running.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        _member.Change(member => (member.IsAlive, member.HttpEndPoint) = (true, new() { Address = Host, Port = (uint)_port }));
    }

    /// <summary>Ends it as a process that is killed ends: its connections are reset, and nothing listens any more.</summary>
    public async Task Stop()
    {
        if (_running is { } running)
        {
            _running = null;
            _member.Change(member => member.IsAlive = false);
            Connections.Refuse(true);
            Faults.DropCalls();
            await running.StopAsync();
            await running.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        Faults.Dispose();
        _certificate?.Dispose();
    }

    private void Listen(KestrelServerOptions kestrel)
    {
        kestrel.Limits.Http2.InitialStreamWindowSize = 768 * 1024;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Listen(IPAddress.Loopback, _port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(next => connection => Connections.Watch(connection, next));
            if (_certificate is not null)
            {
                listen.UseHttps(_certificate, https =>
                {
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.ClientCertificateValidation = (certificate, _, _) =>
                    {
                        User = certificate.Subject;
                        return true;
                    };
                });
            }
        });
    }
}

/// <summary>A node's place in its cluster.</summary>
internal sealed record NodeMember(NodeCluster Cluster, int Number)
{
    public MemberInfo Info => Cluster.Member(Number);

    public void Change(Action<MemberInfo> change) => Cluster.Change(Number, change);
}
