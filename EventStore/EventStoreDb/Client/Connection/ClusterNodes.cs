using System.Globalization;
using System.Net;
using EventStoreDb.Client.Calling;
using Grpc.Core;

namespace EventStoreDb.Client.Connection;

/// <summary>
/// The nodes of a connection string. One is spoken to at a time, until a call to it fails; then another is found, by one discovery that all
/// callers share. One host that is not to be discovered is taken as it is.
/// </summary>
internal sealed class ClusterNodes : INodes
{
    private readonly EventStoreDbConnectionString _settings;
    private readonly TimeProvider _time;
    private readonly NodeCertificates _certificates;
    private readonly Discovery _discovery;
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private readonly HashSet<NodeConnection> _left = [];
    private NodeConnection? _current;
    private Task<NodeConnection>? _looking;
    private DnsEndPoint? _failed;
    private DnsEndPoint? _named;
    private bool _closed;

    /// <param name="resolve">Null for the machine's own way.</param>
    /// <param name="ask">Null for the nodes themselves.</param>
    /// <exception cref="ArgumentException">A file of the connection string cannot be used.</exception>
    public ClusterNodes(EventStoreDbConnectionString settings, TimeProvider time, Random random, ResolveName? resolve = null, AskGossip? ask = null)
    {
        (_settings, _time, _certificates) = (settings, time, new NodeCertificates(settings));
        _discovery = new Discovery(settings, ask ?? Ask, resolve ?? Dns.GetHostAddressesAsync, time, random);
    }

    public ValueTask<Node> Current(CancellationToken cancellation)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return _current is { } current ? new(current.Node) : new(Found(_looking ??= Task.Run(Look, CancellationToken.None), cancellation));
        }
    }

    public void Failed(Node node, Exception why)
    {
        NodeConnection left;
        lock (_gate)
        {
            if (_current is not { } current || current.Node != node || !NodeFailure.IsOfTheNode(why))
            {
                return;
            }

            // Two nodes that name each other are not believed: they may do so for as long as they elect.
            var leader = NodeFailure.Leader(why);
            (_named, _failed, _current, left) = (_named is not null && Equals(leader, _failed) ? null : leader, node.Address, null, current);
            _left.Add(left);
        }

        left.Leave(Forget);
    }

    public async ValueTask DisposeAsync()
    {
        Task<NodeConnection>? looking;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            (_closed, looking) = (true, _looking);
        }

        await _closing.CancelAsync().ConfigureAwait(false);
        await ((Task?)looking ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        NodeConnection[] open;
        lock (_gate)
        {
            open = _current is { } current ? [current, .. _left] : [.. _left];
        }

        Array.ForEach(open, connection => connection.Dispose());
        _certificates.Dispose();
        _closing.Dispose();
    }

    private async Task<Node> Found(Task<NodeConnection> looking, CancellationToken cancellation)
    {
        try
        {
            return (await looking.WaitAsync(_settings.DefaultDeadline, _time, cancellation).ConfigureAwait(false)).Node;
        }
        catch (TimeoutException)
        {
            throw _discovery.Unavailable(string.Create(
                CultureInfo.InvariantCulture, $"no node was found within {_settings.DefaultDeadline.TotalMilliseconds} ms, and is still looked for"));
        }
    }

    private async Task<NodeConnection> Look()
    {
        try
        {
            var found = await Next().ConfigureAwait(false);
            lock (_gate)
            {
                (_current, _looking) = (found, null);
            }

            return found;
        }
        catch
        {
            lock (_gate)
            {
                _looking = null;
            }

            throw;
        }
    }

    private async Task<NodeConnection> Next()
    {
        if (_named is { } leader)
        {
            return Open(new NodeTarget(leader), leads: true);
        }

        if (!_settings.Discover)
        {
            return Open(new NodeTarget(_settings.Nodes[0]), leads: false);
        }

        var found = await _discovery.Find(_failed, _closing.Token).ConfigureAwait(false);
        return Open(new NodeTarget(found.Address), found.State == MemberState.Leader);
    }

    private async Task<IReadOnlyList<ClusterMember>> Ask(NodeTarget target, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(_settings.GossipTimeout, _time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        using var node = Open(target, leads: false);
        return await ClusterGossip.Ask(node.Node, new CallOptions(Calls.Headers(_settings), cancellationToken: ending.Token)).ConfigureAwait(false);
    }

    private NodeConnection Open(NodeTarget target, bool leads) => new(_settings, _certificates, target, leads);

    private void Forget(NodeConnection connection)
    {
        lock (_gate)
        {
            _left.Remove(connection);
        }
    }
}
