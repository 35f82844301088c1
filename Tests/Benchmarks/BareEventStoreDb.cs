using System.Collections.Concurrent;
using EventStoreDb.Client;
using EventStoreDb.Client.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using LaborMarketplace.EventStore;
using Empty = EventStoreDb.Client.Protocol.Empty;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>Generated stubs and nothing else: what speaking the protocol costs by itself. It repeats nothing and looks after no connection.</summary>
internal sealed class BareEventStoreDb : IAsyncDisposable
{
    private readonly GrpcChannel _channel;
    private readonly Streams.StreamsClient _streams;
    private readonly CancellationTokenSource _ending = new();
    private readonly AsyncDuplexStreamingCall<BatchAppendReq, BatchAppendResp> _appends;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<BatchAppendResp>> _waiting = new();
    private readonly ConcurrentQueue<BatchAppendReq> _outbox = new();
    private readonly Task _receiving;
    private int _sending;

    /// <param name="address">One node, without TLS.</param>
    public BareEventStoreDb(EventStoreDbConnectionString address)
    {
        _channel = GrpcChannel.ForAddress(
            $"http://{address.Nodes[0].Host}:{address.Nodes[0].Port}",
            new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true }, DisposeHttpClient = true });
        _streams = new Streams.StreamsClient(_channel);
        _appends = _streams.BatchAppend(cancellationToken: _ending.Token);
        _receiving = Receive();
    }

    /// <summary>Appends an event to a new stream.</summary>
    public async Task Append(string stream, EventData data)
    {
        var correlation = Guid.NewGuid().ToString();
        var answer = _waiting[correlation] = new TaskCompletionSource<BatchAppendResp>(TaskCreationOptions.RunContinuationsAsynchronously);
        _outbox.Enqueue(new BatchAppendReq
        {
            CorrelationId = new() { String = correlation },
            IsFinal = true,
            Options = new()
            {
                StreamIdentifier = new() { StreamName = ByteString.CopyFromUtf8(stream) },
                NoStream = new(),
                Deadline = Duration.FromTimeSpan(TimeSpan.FromSeconds(10)),
            },
            ProposedMessages =
            {
                new BatchAppendReq.Types.ProposedMessage
                {
                    Id = new() { String = data.Id.ToString() },
                    Metadata = { { "type", data.Type }, { "content-type", "application/octet-stream" } },
                    Data = UnsafeByteOperations.UnsafeWrap(data.Data),
                    CustomMetadata = UnsafeByteOperations.UnsafeWrap(data.Metadata),
                },
            },
        });
        await Send();
        if ((await answer.Task).ResultCase != BatchAppendResp.ResultOneofCase.Success)
        {
            throw new InvalidOperationException($"The node answered: {(await answer.Task).Error}");
        }
    }

    /// <summary>Reads the whole log but for the system's own events.</summary>
    /// <returns>How many events it has.</returns>
    public async Task<int> ReadAll()
    {
        using var call = _streams.Read(new ReadReq
        {
            Options = new()
            {
                All = new() { Start = new Empty() },
                Count = long.MaxValue,
                Filter = new() { EventType = new() { Regex = "^[^$]" }, Max = 32, CheckpointIntervalMultiplier = 32 },
                UuidOption = new() { String = new Empty() },
            },
        });
        var count = 0;
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            count += call.ResponseStream.Current.ContentCase == ReadResp.ContentOneofCase.Event ? 1 : 0;
        }

        return count;
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await _receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _appends.Dispose();
        _channel.Dispose();
        _ending.Dispose();
    }

    /// <summary>The first who comes writes for all who come meanwhile.</summary>
    private async Task Send()
    {
        while (!_outbox.IsEmpty && Interlocked.Exchange(ref _sending, 1) == 0)
        {
            while (_outbox.TryDequeue(out var append))
            {
                await _appends.RequestStream.WriteAsync(append);
            }

            Volatile.Write(ref _sending, 0);
        }
    }

    private async Task Receive()
    {
        while (await _appends.ResponseStream.MoveNext(_ending.Token))
        {
            if (_waiting.TryRemove(_appends.ResponseStream.Current.CorrelationId.String, out var answer))
            {
                answer.SetResult(_appends.ResponseStream.Current);
            }
        }
    }
}
