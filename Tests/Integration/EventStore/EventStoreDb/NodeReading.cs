using System.Text.RegularExpressions;
using EventStoreDb.Client.Protocol;
using Grpc.Core;
using Options = EventStoreDb.Client.Protocol.ReadReq.Types.Options;
using ReadEvent = EventStoreDb.Client.Protocol.ReadResp.Types.ReadEvent;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>How the double reads its log: streams and all of it, forwards and backwards, filtered, and as a subscription.</summary>
internal sealed class NodeReading(NodeLog log)
{
    private const int ReadAtOnce = 100;

    public async Task Read(Options options, Func<ReadResp, Task> answer, CancellationToken cancellation)
    {
        if (options.FilterOptionCase == Options.FilterOptionOneofCase.None)
        {
            throw new RpcException(new(StatusCode.InvalidArgument, "no filter is set"));
        }

        if (options.UuidOption is null)
        {
            await Task.Delay(System.Threading.Timeout.Infinite, cancellation);
        }

        await ((options.StreamOptionCase, options.CountOptionCase) switch
        {
            (_, Options.CountOptionOneofCase.Count) when options.Count == 0 => throw Thrown(),
            (Options.StreamOptionOneofCase.Stream, Options.CountOptionOneofCase.Subscription) => SubscribeToStream(options.Stream, answer, cancellation),
            (Options.StreamOptionOneofCase.Stream, _) => ReadStream(options, answer),
            (_, Options.CountOptionOneofCase.Subscription) => SubscribeToAll(options, answer, cancellation),
            _ => Answer(All(options).Where(Filter(options)), options.Count, answer),
        });
    }

    private async Task ReadStream(Options options, Func<ReadResp, Task> answer)
    {
        var (from, events) = (options.Stream, log.Stream(options.Stream.StreamIdentifier.StreamName));
        if (events.Count == 0)
        {
            await answer(new() { StreamNotFound = new() { StreamIdentifier = from.StreamIdentifier } });
            return;
        }

        var told = from.RevisionOptionCase == Options.Types.StreamOptions.RevisionOptionOneofCase.Revision;
        var wanted = options.ReadDirection == Options.Types.ReadDirection.Backwards
            ? events.Reverse().SkipWhile(one => told && one.Event.StreamRevision > from.Revision)
            : events.SkipWhile(one => told && one.Event.StreamRevision < from.Revision);
        await answer(new() { FirstStreamPosition = events[0].Event.StreamRevision });
        await Answer(wanted, options.Count, answer);
        await answer(new() { LastStreamPosition = events[^1].Event.StreamRevision });
    }

    /// <summary>Forwards the event at the position is the first, backwards it is left out.</summary>
    private IEnumerable<ReadEvent> All(Options options)
    {
        var position = options.All.AllOptionCase switch
        {
            Options.Types.AllOptions.AllOptionOneofCase.Position => Told(options),
            Options.Types.AllOptions.AllOptionOneofCase.End => ulong.MaxValue,
            _ => 0UL,
        };
        return options.ReadDirection == Options.Types.ReadDirection.Backwards ? log.Before(position).Reverse() : log.From(position, int.MaxValue).Events;
    }

    /// <exception cref="RpcException">It is inside an event.</exception>
    private ulong Told(Options options)
    {
        var position = options.All.Position.CommitPosition;
        return log.CanBeAskedFor(position) ? position : throw Thrown();
    }

    private static async Task Answer(IEnumerable<ReadEvent> events, ulong count, Func<ReadResp, Task> answer)
    {
        foreach (var one in events.Take((int)Math.Min(int.MaxValue, count)))
        {
            await answer(new() { Event = one });
        }
    }

    private async Task SubscribeToStream(Options.Types.StreamOptions from, Func<ReadResp, Task> answer, CancellationToken cancellation)
    {
        await answer(new() { Confirmation = new() { SubscriptionId = Guid.NewGuid().ToString() } });
        var last = from.RevisionOptionCase == Options.Types.StreamOptions.RevisionOptionOneofCase.Revision ? (long)from.Revision : -1;
        for (var caughtUp = false; ;)
        {
            var grown = log.From(0, 0).Grown;
            var news = log.Stream(from.StreamIdentifier.StreamName).Where(one => (long)one.Event.StreamRevision > last).ToList();
            foreach (var one in news)
            {
                await answer(new() { Event = one });
                last = (long)one.Event.StreamRevision;
            }

            // A stream that does not exist yet is not caught up with.
            if (!caughtUp && last >= 0)
            {
                caughtUp = true;
                await answer(new() { CaughtUp = new() });
            }

            await grown.WaitAsync(cancellation);
        }
    }

    private async Task SubscribeToAll(Options options, Func<ReadResp, Task> answer, CancellationToken cancellation)
    {
        await answer(new() { Confirmation = new() { SubscriptionId = Guid.NewGuid().ToString() } });
        var next = options.All.AllOptionCase == Options.Types.AllOptions.AllOptionOneofCase.Position ? log.After(Told(options)) : 0;
        for (var caughtUp = false; ;)
        {
            var (events, grown) = log.From(next, ReadAtOnce);
            var wanted = events.Where(Filter(options)).ToList();
            await Answer(wanted, (ulong)wanted.Count, answer);
            if (events.Count > 0)
            {
                next = events[^1].CommitPosition + 1;
                await answer(new() { Checkpoint = Checkpoint(events, wanted, caughtUp) });
                continue;
            }

            if (!caughtUp)
            {
                caughtUp = true;
                await answer(new() { CaughtUp = new() });
            }

            await grown.WaitAsync(cancellation);
        }
    }

    /// <summary>While it catches up, a node that found nothing tells where it began to look, and that the event there is not yet passed.</summary>
    private static ReadResp.Types.Checkpoint Checkpoint(IReadOnlyList<ReadEvent> events, List<ReadEvent> wanted, bool caughtUp) =>
        wanted.Count == 0 && !caughtUp
            ? new() { CommitPosition = events[0].CommitPosition, PreparePosition = 0 }
            : new() { CommitPosition = events[^1].CommitPosition, PreparePosition = events[^1].CommitPosition };

    private static Func<ReadEvent, bool> Filter(Options options)
    {
        if (options.FilterOptionCase == Options.FilterOptionOneofCase.NoFilter)
        {
            return _ => true;
        }

        var ofType = options.Filter.FilterCase == Options.Types.FilterOptions.FilterOneofCase.EventType;
        var expression = ofType ? options.Filter.EventType : options.Filter.StreamIdentifier;
        var pattern = new Regex(expression.Regex);
        return one =>
        {
            var text = ofType ? one.Event.Metadata["type"] : one.Event.StreamIdentifier.StreamName.ToStringUtf8();
            return expression.Prefix.Count > 0 ? expression.Prefix.Any(prefix => text.StartsWith(prefix, StringComparison.Ordinal)) : pattern.IsMatch(text);
        };
    }

    private static RpcException Thrown() => new(new(StatusCode.Unknown, "Exception was thrown by handler."));
}
