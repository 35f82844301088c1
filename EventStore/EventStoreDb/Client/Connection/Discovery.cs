using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;

namespace EventStoreDb.Client.Connection;

/// <summary>Asks a node for the members of its cluster.</summary>
/// <exception cref="RpcException">It did not answer, or not in time (Cancelled).</exception>
internal delegate Task<IReadOnlyList<ClusterMember>> AskGossip(NodeTarget node, CancellationToken cancellation);

/// <summary>The addresses of a name.</summary>
/// <exception cref="SocketException">It has none, or they cannot be asked for.</exception>
internal delegate Task<IPAddress[]> ResolveName(string name, CancellationToken cancellation);

/// <summary>Finds the node to speak to by asking nodes which there are. Not thread-safe: one discovery at a time.</summary>
internal sealed class Discovery(EventStoreDbConnectionString settings, AskGossip ask, ResolveName resolve, TimeProvider time, Random random)
{
    /// <summary>How many nodes are asked in a round, whatever gossip says.</summary>
    private const int MostAsked = 32;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>Those that the last gossip told of.</summary>
    private IReadOnlyList<ClusterMember> _known = [];

    /// <summary>Who was asked in the last round, and what came of it.</summary>
    public IReadOnlyList<string> Report { get; private set; } = [];

    /// <summary>Asks in rounds, with growing pauses, until there is a node that will do and that says so itself.</summary>
    /// <param name="left">The node that failed last, which is asked last.</param>
    /// <exception cref="RpcException">There is none (Unavailable); the message says who was asked and what they answered.</exception>
    public async Task<ClusterMember> Find(DnsEndPoint? left, CancellationToken cancellation)
    {
        for (var round = 1; ; round++)
        {
            var (found, hopeless) = await Round(left, cancellation).ConfigureAwait(false);
            if (found is not null)
            {
                return found;
            }

            if (hopeless || round >= settings.MaxDiscoverAttempts)
            {
                throw Unavailable(string.Create(CultureInfo.InvariantCulture, $"no node was found that serves ({settings.NodePreference}), in {round} rounds"));
            }

            await Task.Delay(Pause(round), time, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>The error that says who was asked and what they answered.</summary>
    public RpcException Unavailable(string what) => new(new Status(StatusCode.Unavailable, $"{what}: {string.Join("; ", Report)}"));

    /// <returns>What was found; and whether asking again is of no use, since every node's certificate was refused.</returns>
    private async Task<(ClusterMember? Found, bool Hopeless)> Round(DnsEndPoint? left, CancellationToken cancellation)
    {
        var (report, refused) = (new List<string>(), 0);
        foreach (var target in await Targets(left, report, cancellation).ConfigureAwait(false))
        {
            try
            {
                if (await Ask(target, report, cancellation).ConfigureAwait(false) is { } found)
                {
                    return (found, false);
                }
            }
            catch (RpcException exception)
            {
                cancellation.ThrowIfCancellationRequested();
                refused += NodeCertificates.Refused(exception.Status.DebugException) ? 1 : 0;
                report.Add($"{target} {Words(exception)}");
            }

            Report = [.. report];
        }

        Report = [.. report];
        return (null, refused > 0 && refused == report.Count);
    }

    /// <summary>Asks one node which node to speak to, and that one whether it is so.</summary>
    private async Task<ClusterMember?> Ask(NodeTarget target, List<string> report, CancellationToken cancellation)
    {
        _known = await ask(target, cancellation).ConfigureAwait(false);
        if (MemberChoice.Choose(_known, settings.NodePreference, random) is not { } chosen)
        {
            report.Add($"{target} knows {(_known.Count == 0 ? "no nodes" : string.Join(", ", _known.Select(Words)))}");
            return null;
        }

        // Gossip may be of before the chosen one died or lost its place: what it says of itself counts.
        try
        {
            var told = await ask(new NodeTarget(chosen.Address), cancellation).ConfigureAwait(false);
            var itself = told.FirstOrDefault(member => Same(member.Address, chosen.Address));
            if (itself is not null && MemberChoice.Serves(itself, settings.NodePreference))
            {
                return itself;
            }

            report.Add($"{target} names {Words(chosen)}, which says of itself {(itself is null ? "nothing" : itself.State)}");
        }
        catch (RpcException exception)
        {
            report.Add($"{target} names {Words(chosen)}, which {Words(exception)}");
        }

        return null;
    }

    /// <summary>All who can be asked, in an order of chance; the one that failed last comes last.</summary>
    private async Task<IReadOnlyList<NodeTarget>> Targets(DnsEndPoint? left, List<string> report, CancellationToken cancellation)
    {
        var targets = _known.Select(member => new NodeTarget(member.Address)).ToList();
        foreach (var seed in settings.Nodes)
        {
            targets.AddRange(await Resolved(seed, report, cancellation).ConfigureAwait(false));
        }

        var order = targets.DistinctBy(target => (target.Address.Host.ToUpperInvariant(), target.Address.Port, target.At)).ToArray();
        random.Shuffle(order);
        return [.. order.OrderBy(target => left is not null && Same(target.Address, left)).Take(MostAsked)];
    }

    /// <summary>A name may stand for several nodes, each at an address of its own.</summary>
    private async Task<IEnumerable<NodeTarget>> Resolved(DnsEndPoint seed, List<string> report, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(seed.Host, out _))
        {
            return [new NodeTarget(seed)];
        }

        try
        {
            return (await resolve(seed.Host, cancellation).ConfigureAwait(false)).Select(address => new NodeTarget(seed, address));
        }
        catch (SocketException exception)
        {
            report.Add($"{seed.Host} has no address: {exception.Message}");
            return [];
        }
    }

    /// <summary>Twice as long after each round, up to a second, more or less a quarter.</summary>
    private TimeSpan Pause(int round)
    {
        var longest = settings.DiscoveryInterval > LongestPause ? settings.DiscoveryInterval : LongestPause;
        var pause = settings.DiscoveryInterval * Math.Pow(2, Math.Min(round - 1, 16));
        return (pause < longest ? pause : longest) * (0.75 + (random.NextDouble() / 2));
    }

    private static bool Same(DnsEndPoint one, DnsEndPoint other) =>
        one.Port == other.Port && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase);

    private static string Words(ClusterMember member) => string.Create(
        CultureInfo.InvariantCulture, $"{member.Address.Host}:{member.Address.Port} ({member.State}{(member.IsAlive ? "" : ", not alive")})");

    /// <summary>What came in place of an answer.</summary>
    private string Words(RpcException exception) => exception.StatusCode == StatusCode.Cancelled
        ? string.Create(CultureInfo.InvariantCulture, $"did not answer within {settings.GossipTimeout.TotalMilliseconds} ms")
        : exception.Status.DebugException is { } reason
            ? $"cannot be reached: {reason.GetBaseException().Message}"
            : $"answered {exception.StatusCode}, {exception.Status.Detail}";
}
