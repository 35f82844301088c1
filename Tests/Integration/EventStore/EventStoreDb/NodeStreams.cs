using System.Globalization;
using System.Threading.Channels;
using EventStoreDb.Client.Protocol;
using Grpc.Core;
using static EventStoreDb.Client.Protocol.MemberInfo.Types;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>The streams service of the double: as much of a node's as the log on EventStoreDB asks for.</summary>
internal sealed class NodeStreams(NodeLog log, NodeMember member, NodeConnections connections, NodeFaults faults) : Streams.StreamsBase
{
    private const int LargestAppend = 1024 * 1024;

    public override async Task BatchAppend(
        IAsyncStreamReader<BatchAppendReq> requestStream, IServerStreamWriter<BatchAppendResp> responseStream, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, faults.Calls, faults.Appends);
        var answers = Channel.CreateUnbounded<BatchAppendResp>();
        Task[] parts = [Take(requestStream, answers.Writer, context, ending.Token), Answer(answers.Reader, responseStream, ending.Token)];
        try
        {
            await await Task.WhenAny(parts);
        }
        catch (OperationCanceledException)
        {
            throw Dropped();
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (answers.Reader.TryRead(out _))
            {
                faults.WentUnanswered();
            }
        }
    }

    private async Task Take(
        IAsyncStreamReader<BatchAppendReq> appends, ChannelWriter<BatchAppendResp> answers, ServerCallContext context, CancellationToken ending)
    {
        await foreach (var append in appends.ReadAllAsync(ending))
        {
            await faults.Slow.WaitAsync(ending);
            Serve(context, writes: true);
            var answer = Append(append);
            if (faults.LosesThisAnswer())
            {
                faults.WentUnanswered();
                faults.DropCalls();
            }
            else if (!faults.Silent)
            {
                answers.TryWrite(answer);
            }
        }

        // Half-closed with nothing under way, the call never ends.
        await Task.Delay(System.Threading.Timeout.Infinite, ending);
    }

    private static async Task Answer(ChannelReader<BatchAppendResp> answers, IServerStreamWriter<BatchAppendResp> call, CancellationToken ending)
    {
        while (await answers.WaitToReadAsync(ending))
        {
            while (!ending.IsCancellationRequested && answers.TryRead(out var answer))
            {
                await call.WriteAsync(answer, ending);
            }
        }
    }

    public override async Task Read(ReadReq request, IServerStreamWriter<ReadResp> responseStream, ServerCallContext context)
    {
        Serve(context, writes: false);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, faults.Calls);
        try
        {
            await new NodeReading(log).Read(request.Options, answer => responseStream.WriteAsync(faults.Hostile(answer), ending.Token), ending.Token);
        }
        catch (OperationCanceledException)
        {
            throw Dropped();
        }
    }

    public override async Task<AppendResp> Append(IAsyncStreamReader<AppendReq> requestStream, ServerCallContext context)
    {
        Serve(context, writes: true);
        var append = await NodeWriting.Collect(requestStream, context.CancellationToken);
        await faults.Slow.WaitAsync(context.CancellationToken);
        return NodeWriting.Alone(Append(append));
    }

    public override Task<DeleteResp> Delete(DeleteReq request, ServerCallContext context)
    {
        Serve(context, writes: true);
        return Task.FromResult(new DeleteResp { Position = log.Delete(NodeWriting.Options(request.Options), forever: false) });
    }

    public override Task<TombstoneResp> Tombstone(TombstoneReq request, ServerCallContext context)
    {
        Serve(context, writes: true);
        return Task.FromResult(new TombstoneResp { Position = log.Delete(NodeWriting.Options(request.Options), forever: true) });
    }

    private BatchAppendResp Append(BatchAppendReq append)
    {
        if (append.ProposedMessages.Any(one => !one.Metadata.ContainsKey("type") || !one.Metadata.ContainsKey("content-type")))
        {
            throw new RpcException(new(StatusCode.InvalidArgument, "missing"), new Metadata { { "exception", "missing-required-metadata-property" } });
        }

        if (append.ProposedMessages.Sum(one => one.Data.Length) > LargestAppend)
        {
            return NodeAnswers.Refused(
                append, StatusCode.InvalidArgument, "MaximumAppendSizeExceeded", new MaximumAppendSizeExceeded { MaxAppendSize = LargestAppend });
        }

        if (faults.Full)
        {
            connections.Reset();
            throw Dropped();
        }

        return faults.Refusal is { } refusal
            ? new() { CorrelationId = append.CorrelationId, StreamIdentifier = append.Options.StreamIdentifier, Error = refusal }
            : log.Append(append);
    }

    /// <summary>
    /// Refuses what this node does not do in its state: who asks for the leader is shown to it, as is who writes to a replica that only reads.
    /// </summary>
    private void Serve(ServerCallContext context, bool writes)
    {
        if (faults.NotLeader)
        {
            throw NotLeader(new() { Address = "elsewhere.example", Port = 2113 });
        }

        var state = member.Info.State;
        if (state is VNodeState.Initializing or VNodeState.ShuttingDown or VNodeState.Shutdown)
        {
            throw new RpcException(new(StatusCode.Unavailable, "Server Is Not Ready"));
        }

        var needsLeader = context.RequestHeaders.GetValue("requires-leader") == "true" || (writes && state != VNodeState.Follower);
        if (state != VNodeState.Leader && needsLeader)
        {
            throw member.Cluster.Leader is { } leader
                ? NotLeader(leader.HttpEndPoint)
                : new RpcException(new(StatusCode.Unknown, "No leader info available in response"));
        }
    }

    private static RpcException NotLeader(EndPoint leader) => new(
        new(StatusCode.NotFound, "Leader info available"),
        new Metadata
        {
            { "exception", "not-leader" },
            { "leader-endpoint-host", leader.Address },
            { "leader-endpoint-port", leader.Port.ToString(CultureInfo.InvariantCulture) },
        });

    private static RpcException Dropped() => new(new(StatusCode.Unavailable, "dropped"));
}
