using System.Globalization;
using Grpc.Net.Client;

namespace EventStoreDb.Client.Connection;

/// <summary>The one node that the connection string names.</summary>
internal sealed class OneNode : INodes
{
    private const int LargestAnswer = 32 * 1024 * 1024;

    private readonly GrpcChannel _channel;

    /// <exception cref="ArgumentException">The connection string asks for what one node cannot do.</exception>
    public OneNode(EventStoreDbConnectionString settings)
    {
        if (settings.Discover || settings.Tls)
        {
            throw new ArgumentException($"Only one node without TLS can be spoken to (esdb://host:2113?tls=false), not {settings}.", nameof(settings));
        }

        _channel = Open(settings);
        Only = new Node(_channel.CreateCallInvoker(), settings.Nodes[0], IsLeader: false);
    }

    public Node Only { get; }

    public ValueTask<Node> Current(CancellationToken cancellation) => ValueTask.FromResult(Only);

    public void Failed(Node node, Exception why)
    {
        // There is no other.
    }

    public ValueTask DisposeAsync()
    {
        _channel.Dispose();
        return ValueTask.CompletedTask;
    }

    private static GrpcChannel Open(EventStoreDbConnectionString settings) => GrpcChannel.ForAddress(
        string.Create(CultureInfo.InvariantCulture, $"http://{settings.Nodes[0].Host}:{settings.Nodes[0].Port}"),
        new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true,
                KeepAlivePingDelay = settings.KeepAliveInterval,
                KeepAlivePingTimeout = settings.KeepAliveTimeout,
                ConnectTimeout = settings.DefaultDeadline,
            },
            DisposeHttpClient = true,
            MaxReceiveMessageSize = LargestAnswer,
        });
}
