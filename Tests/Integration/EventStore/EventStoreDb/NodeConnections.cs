using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>The connections that a node of the double has now. Thread-safe.</summary>
internal sealed class NodeConnections
{
    private readonly Lock _gate = new();
    private readonly HashSet<ConnectionContext> _open = [];
    private bool _refuses;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _open.Count;
            }
        }
    }

    /// <summary>Keeps a connection in sight for as long as it lasts.</summary>
    public async Task Watch(ConnectionContext connection, ConnectionDelegate serve)
    {
        lock (_gate)
        {
            _open.Add(connection);
            if (_refuses)
            {
                connection.Abort();
            }
        }

        try
        {
            await serve(connection);
        }
        finally
        {
            lock (_gate)
            {
                _open.Remove(connection);
            }
        }
    }

    /// <summary>Sends GOAWAY on each: the calls under way go on, new ones need another connection.</summary>
    public void GoAway() => Each(connection => connection.Features.Get<IConnectionLifetimeNotificationFeature>()!.RequestClose());

    /// <summary>Breaks them off, as a process that is killed does.</summary>
    public void Reset() => Each(connection => connection.Abort());

    /// <summary>Breaks off those there are and all that still come, until they are let in again.</summary>
    public void Refuse(bool refuses)
    {
        lock (_gate)
        {
            _refuses = refuses;
        }

        if (refuses)
        {
            Reset();
        }
    }

    private void Each(Action<ConnectionContext> act)
    {
        ConnectionContext[] open;
        lock (_gate)
        {
            open = [.. _open];
        }

        Array.ForEach(open, act);
    }
}
