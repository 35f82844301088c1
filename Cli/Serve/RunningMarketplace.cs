using System.Net;
using System.Net.Sockets;
using LaborMarketplace.Cli.Embedded;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace LaborMarketplace.Cli.Serve;

/// <summary>A marketplace that runs in this process: its database, where it is ours, and the parts that were asked for.</summary>
internal sealed class RunningMarketplace : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _opened = [];
    private readonly List<IHost> _parts = [];

    private RunningMarketplace() { }

    /// <summary>What all its parts share.</summary>
    public SharedParts Shared { get; private set; } = null!;

    /// <summary>Whether its doors take the local issuer's tokens; not so where another issuer is configured, or no door is open here.</summary>
    public bool TakesLocalTokens => _parts.Any(part => part.Services.GetService<LocalIssuer>() is not null);

    /// <param name="settings">What to run.</param>
    /// <param name="report">Is told what is being done.</param>
    /// <param name="cancellation">Gives up, and takes down what stands already.</param>
    /// <exception cref="ExpectedFailure">The database cannot be used, or a port is taken.</exception>
    public static async Task<RunningMarketplace> Start(ServeSettings settings, Action<string> report, CancellationToken cancellation)
    {
        var marketplace = new RunningMarketplace();
        try
        {
            foreach (var door in settings.OpenDoors)
            {
                RequireFreePort(door);
            }

            var connection = await marketplace.FindDatabase(settings, report, cancellation);
            report("Starting the marketplace");
            marketplace.Shared = marketplace.Opened(await SharedParts.Open(settings, connection, cancellation));
            foreach (var part in Parts.Of(settings, marketplace.Shared))
            {
                marketplace._parts.Add(part);
                await part.StartAsync(cancellation);
            }

            return marketplace;
        }
        catch (Exception failure) when (failure is NpgsqlException or EventStoreUnavailableException)
        {
            await marketplace.DisposeAsync();
            throw new ExpectedFailure($"The database cannot be used: {failure.GetBaseException().Message}", failure);
        }
        catch
        {
            await marketplace.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs until it is cancelled.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="ExpectedFailure">A part stopped by itself.</exception>
    public async Task Run(CancellationToken cancellation)
    {
        await Task.WhenAny(_parts.Select(part => part.WaitForShutdownAsync(cancellation)));
        cancellation.ThrowIfCancellationRequested();
        throw new ExpectedFailure("A part of the marketplace stopped by itself; what it wrote above says why.");
    }

    public async ValueTask DisposeAsync()
    {
        // In the order that lets every request and every event in hand be finished.
        foreach (var part in _parts)
        {
            await part.StopAsync();
            part.Dispose();
        }

        while (_opened.TryPop(out var opened))
        {
            await opened.DisposeAsync();
        }
    }

    private async Task<string> FindDatabase(ServeSettings settings, Action<string> report, CancellationToken cancellation)
    {
        if (settings.Connection is { } given)
        {
            await PostgresServer.Require(given, cancellation);
            return given;
        }

        report("Starting PostgreSQL");
        var cluster = Opened(await PostgresCluster.Start(settings.Folder.Database, report, cancellation));
        return await cluster.CreateDatabase("marketplace", cancellation);
    }

    private T Opened<T>(T opened) where T : IAsyncDisposable
    {
        _opened.Push(opened);
        return opened;
    }

    /// <summary>Asked first, so that nothing has to be taken down again.</summary>
    private static void RequireFreePort(Uri door)
    {
        using var listener = new TcpListener(door.IsLoopback ? IPAddress.Loopback : IPAddress.Any, door.Port);
        try
        {
            listener.Start();
        }
        catch (SocketException taken)
        {
            throw new ExpectedFailure(
                $"Port {door.Port} cannot be listened at ({taken.Message}): "
                + "stop what listens there, or choose others with --write, --read and --health.",
                taken);
        }
    }
}
