using System.Text;
using EventStoreDb.Client.Connection;
using Grpc.Core;

namespace EventStoreDb.Client.Calling;

/// <summary>Makes calls to whichever node is to be asked, and again where that may help. Thread-safe.</summary>
internal sealed class Calls(INodes nodes, EventStoreDbConnectionString settings, TimeProvider time, Random random)
{
    /// <summary>The first is none: the next call goes to another node, or over another connection.</summary>
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.Zero, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    private readonly Metadata _headers = Headers(settings);

    public TimeProvider Time => time;

    public Random Random => random;

    public EventStoreDbConnectionString Settings => settings;

    /// <summary>A call that is answered in time or not at all; gRPC measures that by the machine's clock.</summary>
    public CallOptions InTime(CancellationToken cancellation) =>
        new(_headers, TimeProvider.System.GetUtcNow().UtcDateTime + settings.DefaultDeadline, cancellation);

    /// <summary>A call that lasts, and must be watched by whoever makes it.</summary>
    public CallOptions Lasting(CancellationToken cancellation) => new(_headers, cancellationToken: cancellation);

    /// <param name="ask">Must be safe to ask twice: the first answer may have been lost on the way.</param>
    /// <exception cref="EventStoreDbException">It came to nothing.</exception>
    public async Task<T> Ask<T>(Operation operation, Func<Node, CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        var attempts = new Attempts();
        while (true)
        {
            Node? node = null;
            try
            {
                node = await Current(operation, cancellation).ConfigureAwait(false);
                return await ask(node, cancellation).ConfigureAwait(false);
            }
            catch (RpcException fault)
            {
                cancellation.ThrowIfCancellationRequested();
                await BeforeNext(attempts, operation, node, fault, cancellation).ConfigureAwait(false);
            }
            catch (EventStoreDbException error)
            {
                operation.Fail(error);
                throw;
            }
        }
    }

    /// <summary>The node to ask.</summary>
    public async ValueTask<Node> Current(Operation operation, CancellationToken cancellation)
    {
        var node = await nodes.Current(cancellation).ConfigureAwait(false);
        operation.Node = node.Address;
        return node;
    }

    /// <summary>Tells of a call that failed.</summary>
    /// <param name="first">What the first try failed with.</param>
    /// <param name="node">Null when none could be found, which was tried long enough.</param>
    /// <returns>The fault as an error, and whether another try may help.</returns>
    public (EventStoreDbException Error, bool Passes) Failed(Operation operation, Node? node, RpcException fault, RpcException? first = null)
    {
        if (node is not null)
        {
            nodes.Failed(node, fault);
        }

        return (Faults.Error(fault, operation.ToString(), node?.Address, first), Faults.Passes(fault));
    }

    /// <summary>Waits until another try may help.</summary>
    /// <exception cref="EventStoreDbException">None will.</exception>
    public async Task BeforeNext(Attempts attempts, Operation operation, Node? node, RpcException fault, CancellationToken cancellation)
    {
        attempts.Fail(fault);
        var (error, passes) = Failed(operation, node, fault, attempts.First);
        if (!passes || node is null || attempts.Failed > Pauses.Length)
        {
            operation.Fail(error);
            throw error;
        }

        EventStoreDbTelemetry.Retries.Add(1);
        await Task.Delay(Pauses[attempts.Failed - 1], time, cancellation).ConfigureAwait(false);
    }

    /// <summary>What every call says of who asks, and of whom.</summary>
    public static Metadata Headers(EventStoreDbConnectionString settings)
    {
        var headers = new Metadata { { "requires-leader", settings.NodePreference == NodePreference.Leader ? "true" : "false" } };
        if (settings.Credentials is { } user)
        {
            headers.Add("authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user.UserName}:{user.Password}"))}");
        }

        return headers;
    }
}
