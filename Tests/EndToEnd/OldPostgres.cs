using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>Answers the start of a connection as a PostgreSQL of an old version does, and nothing else.</summary>
internal sealed class OldPostgres : IDisposable
{
    private const int SslRequest = 80_877_103, GssRequest = 80_877_104;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public OldPostgres(string version)
    {
        _listener.Start();
        _ = Answer(version);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose() => _listener.Dispose();

    private async Task Answer(string version)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        while (await ReadStartup(stream) is SslRequest or GssRequest)
        {
            await stream.WriteAsync("N"u8.ToArray());
        }

        await Write(stream, 'R', new byte[4]);
        await Write(stream, 'S', Encoding.UTF8.GetBytes($"server_version\0{version}\0"));
        await Write(stream, 'S', "client_encoding\0UTF8\0"u8.ToArray());
        await Write(stream, 'S', "standard_conforming_strings\0on\0"u8.ToArray());
        await Write(stream, 'K', new byte[8]);
        await Write(stream, 'Z', "I"u8.ToArray());
        await stream.CopyToAsync(Stream.Null);
    }

    private static async Task<int> ReadStartup(NetworkStream stream)
    {
        var head = new byte[8];
        await stream.ReadExactlyAsync(head);
        await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(head) - 8]);
        return BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4));
    }

    private static async Task Write(NetworkStream stream, char type, byte[] body)
    {
        var message = new byte[5 + body.Length];
        message[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 4 + body.Length);
        body.CopyTo(message, 5);
        await stream.WriteAsync(message);
    }
}
