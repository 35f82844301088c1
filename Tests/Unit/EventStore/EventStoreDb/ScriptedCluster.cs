using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using EventStoreDb.Client;
using EventStoreDb.Client.Connection;
using Grpc.Core;
using Microsoft.Extensions.Time.Testing;

namespace LaborMarketplace.Tests.Unit.EventStore.EventStoreDb;

/// <summary>A cluster that is told what its nodes say of it, and a clock that a test moves.</summary>
internal sealed class ScriptedCluster
{
    private readonly ConcurrentDictionary<string, Func<IReadOnlyList<ClusterMember>>> _answers = [];

    public FakeTimeProvider Time { get; } = new();

    /// <summary>Who was asked, in order: host, or address of a host that has several.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>The addresses of the names that have several.</summary>
    public Dictionary<string, IPAddress[]> Names { get; } = [];

    /// <summary>Gossip waits for this first.</summary>
    public Task Slow { get; set; } = Task.CompletedTask;

    public static ClusterMember Member(string host, MemberState state, bool isAlive = true) => new(new DnsEndPoint(host, 2113), state, isAlive);

    public static RpcException NotLeader(string host, string port = "2113") => new(
        new Status(StatusCode.NotFound, "Leader info available"),
        new Metadata { { "exception", "not-leader" }, { "leader-endpoint-host", host }, { "leader-endpoint-port", port } });

    public static RpcException Away(Exception? reason = null) => new(new Status(StatusCode.Unavailable, "away", reason ?? new SocketException(111)));

    /// <summary>Callers wait for an hour, unless it is said otherwise.</summary>
    public ClusterNodes Nodes(string connectionString) => new(
        EventStoreDbConnectionString.Parse(
            connectionString + (connectionString.Contains("defaultDeadline", StringComparison.Ordinal) ? "" : "&defaultDeadline=3600000")),
        Time,
        new Random(1),
        Resolve,
        Ask);

    /// <summary>What the node says when it is asked; those that say nothing are away.</summary>
    public ScriptedCluster Says(string host, params ClusterMember[] members) => Says(host, () => members);

    public ScriptedCluster Says(string host, Func<IReadOnlyList<ClusterMember>> answer)
    {
        _answers[host] = answer;
        return this;
    }

    /// <summary>All of them say so.</summary>
    public ScriptedCluster AllSay(params ClusterMember[] members)
    {
        foreach (var member in members)
        {
            Says(member.Address.Host, members);
        }

        return this;
    }

    /// <summary>Lets time pass until it has come.</summary>
    public async Task<Node> Soon(ValueTask<Node> coming)
    {
        var node = coming.AsTask();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!node.IsCompleted && await timer.WaitForNextTickAsync())
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        return await node;
    }

    private Task<IPAddress[]> Resolve(string name, CancellationToken cancellation) =>
        Names.TryGetValue(name, out var addresses) ? Task.FromResult(addresses) : Task.FromResult<IPAddress[]>([IPAddress.Loopback]);

    private async Task<IReadOnlyList<ClusterMember>> Ask(NodeTarget node, CancellationToken cancellation)
    {
        var host = node.At is { } address && Names.ContainsKey(node.Address.Host) ? address.ToString() : node.Address.Host;
        Asked.Enqueue(host);
        await Slow.WaitAsync(cancellation);
        return _answers.TryGetValue(host, out var answer) ? answer() : throw Away();
    }
}
