using System.Net;
using System.Net.Sockets;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace EventStoreDb.Client.Connection;

/// <summary>The channel to one node. It ends when it was left and its calls are done, or when it is disposed, with its calls. Thread-safe.</summary>
internal sealed class NodeConnection : IDisposable
{
    private const int LargestAnswer = 32 * 1024 * 1024;

    private readonly GrpcChannel _channel;
    private readonly CallsUnderWay _calls;
    private Action<NodeConnection> _ended = _ => { };

    /// <param name="leads">Whether it is spoken to because it leads.</param>
    public NodeConnection(EventStoreDbConnectionString settings, NodeCertificates certificates, NodeTarget target, bool leads)
    {
        _channel = GrpcChannel.ForAddress(
            new UriBuilder(settings.Tls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, target.Address.Host, target.Address.Port).Uri,
            new GrpcChannelOptions { HttpHandler = Handler(settings, certificates, target), DisposeHttpClient = true, MaxReceiveMessageSize = LargestAnswer });
        _calls = new CallsUnderWay(End);
        Node = new Node(_channel.Intercept(_calls), target.Address, leads);
    }

    public Node Node { get; }

    /// <summary>Lets the calls under way come to their end, and takes no more after them.</summary>
    public void Leave(Action<NodeConnection> ended)
    {
        _ended = ended;
        _calls.Leave();
    }

    public void Dispose() => _channel.Dispose();

    private void End()
    {
        Dispose();
        _ended(this);
    }

    private static SocketsHttpHandler Handler(EventStoreDbConnectionString settings, NodeCertificates certificates, NodeTarget target) => new()
    {
        // A connection carries 100 calls; more open another.
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = settings.KeepAliveInterval,
        KeepAlivePingTimeout = settings.KeepAliveTimeout,
        ConnectTimeout = settings.DefaultDeadline,
        UseProxy = false,
        SslOptions = certificates.Options(),
        ConnectCallback = target.At is { } address ? (context, cancellation) => Connect(new(address, target.Address.Port), cancellation) : null,
    };

    private static async ValueTask<Stream> Connect(IPEndPoint address, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>Where a node is.</summary>
/// <param name="Address">Its name (which its certificate must bear) or address, and its port.</param>
/// <param name="At">Which of the name's addresses; null for any.</param>
internal sealed record NodeTarget(DnsEndPoint Address, IPAddress? At = null)
{
    public override string ToString() => At is null ? $"{Address.Host}:{Address.Port}" : $"{Address.Host}:{Address.Port} ({At})";
}
