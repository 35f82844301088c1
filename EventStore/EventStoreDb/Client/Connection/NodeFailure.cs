using System.Globalization;
using System.Net;
using Grpc.Core;

namespace EventStoreDb.Client.Connection;

/// <summary>What a failed call says of the node that it went to.</summary>
internal static class NodeFailure
{
    /// <summary>Whether another node may do better: this one is away, silent, ends, or does not lead.</summary>
    public static bool IsOfTheNode(Exception why) => why is not RpcException answered || answered.StatusCode switch
    {
        StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal => true,
        StatusCode.NotFound => IsNotLeader(answered),
        _ => IsLeaderless(answered),
    };

    /// <summary>Whether the node, which does not lead, knows none that does. It sets no code of its own for that.</summary>
    public static bool IsLeaderless(RpcException answered) =>
        answered is { StatusCode: StatusCode.Unknown, Status.Detail: "No leader info available in response" };

    /// <summary>The leader that the node names; null when it names none that can be.</summary>
    public static DnsEndPoint? Leader(Exception why) => why is RpcException answered && IsNotLeader(answered)
        && answered.Trailers.GetValue("leader-endpoint-host") is { } host
        && Uri.CheckHostName(host) != UriHostNameType.Unknown
        && int.TryParse(answered.Trailers.GetValue("leader-endpoint-port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port is > 0 and <= IPEndPoint.MaxPort
            ? new DnsEndPoint(host, port)
            : null;

    private static bool IsNotLeader(RpcException answered) => answered.Trailers.GetValue("exception") == "not-leader";
}
