using System.Net;
using Grpc.Core;

namespace EventStoreDb.Client.Connection;

/// <summary>Knows which node to speak to. Operations ask before each call, and tell when a call failed. Thread-safe.</summary>
internal interface INodes : IAsyncDisposable
{
    /// <summary>The node to speak to now; found first where none is known.</summary>
    /// <exception cref="RpcException">No node can be found (Unavailable).</exception>
    ValueTask<Node> Current(CancellationToken cancellation);

    /// <summary>
    /// Tells that a call to a node failed. When another node is named as the leader, <see cref="Current"/> gives that one from now on; when
    /// the node itself may be the reason, another is looked for. Told of a node that is no longer the current one, nothing changes.
    /// </summary>
    void Failed(Node node, Exception why);
}

/// <summary>A node that is spoken to.</summary>
/// <param name="Calls">Makes calls to it.</param>
/// <param name="Address">Where it is.</param>
/// <param name="IsLeader">Whether it was chosen because it leads its cluster.</param>
internal sealed record Node(CallInvoker Calls, DnsEndPoint Address, bool IsLeader);
