using CsCheck;
using EventStoreDb.Client;
using EventStoreDb.Client.Protocol;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using static LaborMarketplace.Tests.Integration.EventStore.EventStoreDb.Proposals;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>Whatever a server answers, the client comes to a value or to an error of its own; never to a hang, a crash, or an error that nobody sees.</summary>
public sealed class HostileServerTests
{
    private const int Rounds = 100;

    /// <summary>Retries and patience are twenty times shorter; a call that gRPC itself ends takes the two seconds.</summary>
    private const string Options = "&defaultDeadline=2000&keepAliveInterval=1000";

    private static readonly Dictionary<string, (MessageDescriptor Answer, Func<EventStoreDbClient, Task> Ask)> Operations = new()
    {
        ["append"] = (BatchAppendResp.Descriptor, client => client.Append("job-1", StreamState.Any, Some(1))),
        ["append alone"] = (AppendResp.Descriptor, client => client.AppendAlone("job-1", StreamState.NoStream, Some(1))),
        ["read a stream"] = (ReadResp.Descriptor, async client => await client.ReadStream("job-1").Take(20).ToListAsync()),
        ["read all"] = (
            ReadResp.Descriptor, async client => await client.ReadAll(Direction.Backwards, filter: EventFilter.NoSystemEvents).Take(20).ToListAsync()),
        ["follow a stream"] = (ReadResp.Descriptor, client => Follow(client.SubscribeToStream("job-1"))),
        ["follow all"] = (ReadResp.Descriptor, client => Follow(client.SubscribeToAll())),
        ["delete"] = (DeleteResp.Descriptor, client => client.Delete("job-1", StreamState.Any)),
        ["tombstone"] = (TombstoneResp.Descriptor, client => client.Tombstone("job-1", StreamState.Exists)),
        ["features"] = (SupportedMethods.Descriptor, client => client.ServerFeatures()),
        ["gossip"] = (ClusterInfo.Descriptor, client => client.Gossip()),
    };

    public static TheoryData<string> AllOperations => new(Operations.Keys);

    [Theory]
    [MemberData(nameof(AllOperations))]
    public async Task Any_bytes_come_to_a_value_or_to_an_error_of_the_client(string operation)
    {
        using var unseen = new UnseenErrors();
        var (values, errors) = (0, 0);
        await using (var node = await HostileNode.Start())
        {
            var (answer, ask) = Operations[operation];
            await Gen.Int.SampleAsync(
                async seed =>
                {
                    var messages = new RandomMessages(new Random(seed));
                    node.Answer = call => Answer(call, messages, answer, new Random(seed));
                    await using var client = node.Client(Options, new HastyTime(20));
                    _ = await IsAnswered(ask(client)) ? values++ : errors++;
                },
                iter: Rounds,
                threads: 1);
        }

        var told = unseen.Told();
        Assert.True(told.Length == 0, string.Join('\n', told));
        Assert.True(values > 0 && errors > 0, $"{values} values, {errors} errors");
    }

    [Theory]
    [MemberData(nameof(AllOperations))]
    public async Task Silence_is_ended_by_the_deadline(string operation)
    {
        await using var node = await HostileNode.Start();
        node.Answer = HostileNode.Silence;
        await using var client = node.Client("&defaultDeadline=300");
        await IsAnswered(Operations[operation].Ask(client));
    }

    [Theory]
    [InlineData("read a stream")]
    [InlineData("read all")]
    [InlineData("follow a stream")]
    [InlineData("follow all")]
    public async Task An_endless_stream_of_nothing_is_ended_by_the_deadline(string operation)
    {
        await using var node = await HostileNode.Start();
        node.Answer = async call =>
        {
            while (true)
            {
                await HostileNode.Send(call, [0x28, 0x01]);
            }
        };
        await using var client = node.Client("&defaultDeadline=300");
        await IsAnswered(Operations[operation].Ask(client));
    }

    [Fact]
    public async Task Answers_twice_out_of_order_and_to_nobody_reach_only_those_who_asked()
    {
        await using var node = await HostileNode.Start();
        node.Answer = async call =>
        {
            var waiting = new Stack<BatchAppendReq>();
            while (waiting.Count < 10 && await HostileNode.Take(call) is { } message)
            {
                waiting.Push(BatchAppendReq.Parser.ParseFrom(message));
            }

            foreach (var append in waiting)
            {
                await HostileNode.Send(call, Success(new UUID { String = Guid.NewGuid().ToString() }, 99));
                await HostileNode.Send(call, Success(append.CorrelationId, append.ProposedMessages.Count));
                await HostileNode.Send(call, Success(append.CorrelationId, 77));
            }

            await HostileNode.Silence(call);
        };
        await using var client = node.Client();
        var appends = Enumerable.Range(1, 10).Select(count => client.Append("job-1", StreamState.Any, Some(count)));
        var outcomes = await Task.WhenAll(appends).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(Enumerable.Range(1, 10).Select(count => (long)count), outcomes.Select(outcome => Assert.IsType<AppendOutcome.Appended>(outcome).Revision));
    }

    private static byte[] Success(UUID correlation, int revision) => Google.Protobuf.MessageExtensions.ToByteArray(new BatchAppendResp
    {
        CorrelationId = correlation,
        Success = new() { CurrentRevision = (ulong)revision, Position = new() { CommitPosition = 1, PreparePosition = 1 } },
    });

    private static async Task Answer(HttpContext call, RandomMessages messages, MessageDescriptor type, Random random)
    {
        var trailers = call.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers;
        if (random.Next(3) == 0)
        {
            trailers["grpc-status"] = $"{random.Next(-1, 20)}";
            string[] exceptions = ["not-leader", "access-denied", "stream-deleted", "wrong-expected-version", "maximum-append-size-exceeded", "x"];
            trailers["exception"] = exceptions[random.Next(exceptions.Length)];
            foreach (var name in (string[])["leader-endpoint-host", "leader-endpoint-port", "actual-version", "maximum-append-size"])
            {
                trailers[name] = messages.Trailer();
            }
        }

        for (var count = random.Next(5); count > 0; count--)
        {
            if (type == BatchAppendResp.Descriptor && await HostileNode.Take(call) is { } request)
            {
                await HostileNode.Send(call, messages.Answer(BatchAppendReq.Parser.ParseFrom(request).CorrelationId));
            }
            else
            {
                await HostileNode.Send(call, messages.Bytes(type));
            }
        }
    }

    private static async Task Follow(IAsyncEnumerable<SubscriptionMessage> messages)
    {
        var told = 0;
        await foreach (var message in messages)
        {
            if (++told == 20 || message is SubscriptionMessage.Dropped { Times: > 2 })
            {
                return;
            }
        }
    }

    /// <returns>Whether it came to a value rather than to an error.</returns>
    private static async Task<bool> IsAnswered(Task asking)
    {
        try
        {
            await asking.WaitAsync(TimeSpan.FromSeconds(60));
            return true;
        }
        catch (EventStoreDbException error)
        {
            Assert.NotEmpty(error.Message);
            return false;
        }
    }

    /// <summary>The errors of tasks that nobody awaited.</summary>
    private sealed class UnseenErrors : IDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _told = new();

        public UnseenErrors() => TaskScheduler.UnobservedTaskException += Note;

        public string[] Told()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return [.. _told];
        }

        public void Dispose() => TaskScheduler.UnobservedTaskException -= Note;

        private void Note(object? sender, UnobservedTaskExceptionEventArgs error)
        {
            if (error.Exception.ToString() is var text && text.Contains("EventStoreDb.Client.", StringComparison.Ordinal))
            {
                _told.Enqueue(text);
            }
        }
    }
}
