using System.Text.RegularExpressions;
using System.Threading.Channels;
using EventStoreDb.Client.Protocol;
using Grpc.Core;
using static EventStoreDb.Client.Protocol.MemberInfo.Types;
using Options = EventStoreDb.Client.Protocol.ReadReq.Types.Options;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>The streams service of the double: as much of a node's as the log on EventStoreDB asks for.</summary>
internal sealed class NodeStreams(NodeLog log, NodeMember member, NodeConnections connections, NodeFaults faults) : Streams.StreamsBase
{
    private const int LargestAppend = 1024 * 1024;
    private const int ReadAtOnce = 100;

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
            await Read(request.Options, answer => responseStream.WriteAsync(faults.Hostile(answer), ending.Token), ending.Token);
        }
        catch (OperationCanceledException)
        {
            throw Dropped();
        }
    }

    private BatchAppendResp Append(BatchAppendReq append)
    {
        if (append.ProposedMessages.Any(one => !one.Metadata.ContainsKey("type") || !one.Metadata.ContainsKey("content-type")))
        {
            throw new RpcException(new(StatusCode.InvalidArgument, "missing"), new Metadata { { "exception", "missing-required-metadata-property" } });
        }

        if (append.ProposedMessages.Sum(one => one.Data.Length) > LargestAppend)
        {
            throw new RpcException(new(StatusCode.InvalidArgument, "too big"), new Metadata { { "exception", "maximum-append-size-exceeded" } });
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

    private async Task Read(Options options, Func<ReadResp, Task> answer, CancellationToken cancellation)
    {
        if (options.FilterOptionCase == Options.FilterOptionOneofCase.None)
        {
            throw new RpcException(new(StatusCode.InvalidArgument, "no filter is set"));
        }

        if (options.UuidOption is null)
        {
            await Task.Delay(System.Threading.Timeout.Infinite, cancellation);
        }

        await (options switch
        {
            { Count: 0, CountOptionCase: Options.CountOptionOneofCase.Count } => throw Thrown(),
            { StreamOptionCase: Options.StreamOptionOneofCase.Stream } => ReadStream(options, answer),
            { CountOptionCase: Options.CountOptionOneofCase.Subscription } => Subscribe(options, answer, cancellation),
            _ => ReadAll(options, answer),
        });
    }

    private async Task ReadStream(Options options, Func<ReadResp, Task> answer)
    {
        var events = log.Stream(options.Stream.StreamIdentifier.StreamName);
        if (events.Count == 0)
        {
            await answer(new() { StreamNotFound = new() { StreamIdentifier = options.Stream.StreamIdentifier } });
        }

        var wanted = options.ReadDirection == Options.Types.ReadDirection.Backwards
            ? events.Reverse()
            : events.SkipWhile(one => one.Event.StreamRevision < options.Stream.Revision);
        foreach (var one in wanted.Take((int)Math.Min(int.MaxValue, options.Count)))
        {
            await answer(new() { Event = one });
        }
    }

    private async Task ReadAll(Options options, Func<ReadResp, Task> answer)
    {
        var left = options.Count;
        var backwards = options.ReadDirection == Options.Types.ReadDirection.Backwards;
        var all = backwards ? log.From(0, int.MaxValue).Events.Reverse() : log.From(Place(options), int.MaxValue).Events;
        foreach (var one in all.Where(one => NodeLog.Passes(one, Filter(options))))
        {
            if (left-- == 0)
            {
                return;
            }

            await answer(new() { Event = one });
        }
    }

    private async Task Subscribe(Options options, Func<ReadResp, Task> answer, CancellationToken cancellation)
    {
        await answer(new() { Confirmation = new() { SubscriptionId = Guid.NewGuid().ToString() } });
        var (next, caughtUp) = (Place(options), false);

        // A subscription leaves out the event at the position that it is given.
        next += options.All.AllOptionCase == Options.Types.AllOptions.AllOptionOneofCase.Position && next < log.Count ? 1 : 0;
        while (true)
        {
            var (events, grown) = log.From(next, ReadAtOnce);
            foreach (var one in events.Where(one => NodeLog.Passes(one, Filter(options))))
            {
                await answer(new() { Event = one });
            }

            next += events.Count;
            if (events.Count > 0)
            {
                await answer(new() { Checkpoint = new() { CommitPosition = events[^1].CommitPosition, PreparePosition = events[^1].CommitPosition } });
            }
            else
            {
                if (!caughtUp)
                {
                    caughtUp = true;
                    await answer(new() { CaughtUp = new() });
                }

                await grown.WaitAsync(cancellation);
            }
        }
    }

    private int Place(Options options) => options.All.AllOptionCase == Options.Types.AllOptions.AllOptionOneofCase.Position
        ? log.Place(options.All.Position.CommitPosition) ?? throw Thrown()
        : 0;

    private static Regex? Filter(Options options) =>
        options.FilterOptionCase == Options.FilterOptionOneofCase.Filter ? new Regex(options.Filter.EventType.Regex) : null;

    /// <summary>Refuses what this node does not do in its state: who asks for the leader is shown to it, as is who writes to a replica that only reads.</summary>
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
            { "leader-endpoint-port", leader.Port.ToString(System.Globalization.CultureInfo.InvariantCulture) },
        });

    private static RpcException Thrown() => new(new(StatusCode.Unknown, "Exception was thrown by handler."));

    private static RpcException Dropped() => new(new(StatusCode.Unavailable, "dropped"));
}
