using System.Buffers.Binary;
using System.Net;
using EventStoreDb.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>A server that answers gRPC calls with whatever bytes it is told to.</summary>
internal sealed class HostileNode : IAsyncDisposable
{
    private readonly WebApplication _host;

    private HostileNode(WebApplication host) => _host = host;

    /// <summary>How a call is answered, after the headers.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public static async Task<HostileNode> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var node = new HostileNode(builder.Build());
        node._host.Run(node.Serve);
        await node._host.StartAsync();
        return node;
    }

    /// <param name="time">Measures pauses and patience.</param>
    public EventStoreDbClient Client(string options = "", TimeProvider? time = null)
    {
        var address = new Uri(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return new(EventStoreDbConnectionString.Parse($"esdb://{address.Authority}?tls=false{options}"), time);
    }

    /// <summary>Sends a message, in one piece.</summary>
    public static async Task Send(HttpContext call, byte[] message)
    {
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        await call.Response.Body.WriteAsync(frame, call.RequestAborted);
        await call.Response.Body.FlushAsync(call.RequestAborted);
    }

    /// <summary>Takes a message; null when there are no more.</summary>
    public static async Task<byte[]?> Take(HttpContext call)
    {
        var head = new byte[5];
        if (await call.Request.Body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, call.RequestAborted) < head.Length)
        {
            return null;
        }

        var message = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1))];
        await call.Request.Body.ReadExactlyAsync(message, call.RequestAborted);
        return message;
    }

    /// <summary>Never answers.</summary>
    public static Task Silence(HttpContext call) => Task.Delay(Timeout.Infinite, call.RequestAborted);

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _host.StopAsync(patience.Token);
        await _host.DisposeAsync();
    }

    private async Task Serve(HttpContext call)
    {
        call.Response.ContentType = "application/grpc";
        var trailers = call.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers;
        trailers["grpc-status"] = "0";
        try
        {
            await call.Response.StartAsync(call.RequestAborted);
            await Answer(call);
        }
        catch (OperationCanceledException) when (call.RequestAborted.IsCancellationRequested)
        {
            call.Abort();
        }
        catch (IOException)
        {
            call.Abort();
        }
    }
}

/// <summary>A clock that runs so many times faster, so that pauses and patience are short.</summary>
internal sealed class HastyTime(int times) : TimeProvider
{
    public override long GetTimestamp() => System.GetTimestamp() * times;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new HastyTimer(System.CreateTimer(callback, state, Shorter(dueTime), Shorter(period)), Shorter);

    private TimeSpan Shorter(TimeSpan span) => span > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Max(1, span.TotalMilliseconds / times)) : span;

    private sealed class HastyTimer(ITimer timer, Func<TimeSpan, TimeSpan> shorter) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(shorter(dueTime), shorter(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
