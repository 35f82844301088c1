using EventStoreDb.Client;
using static LaborMarketplace.Tests.Integration.EventStore.EventStoreDb.Proposals;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>A slow reader stops the server, rather than filling its own memory.</summary>
public sealed class BackPressureTests
{
    private const int Events = 200_000;

    /// <summary>What is under way at most: the windows of HTTP/2 and the buffers of both ends hold some megabytes, the log some eighty.</summary>
    private const int MostUnderWay = Events / 4;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reader_that_stops_stops_the_server_and_one_that_goes_on_gets_all(bool subscribes)
    {
        await using var node = await EventStoreDbDouble.Start();
        await using var client = node.Client();
        await Task.WhenAll(Enumerable.Range(0, Events / 500).Select(number => client.Append($"job-{number}", StreamState.NoStream, Large(500))));
        var sent = 0;
        node.Faults.Hostile = answer =>
        {
            Interlocked.Increment(ref sent);
            return answer;
        };

        await using var reading = Read(client, subscribes).GetAsyncEnumerator();
        for (var taken = 0; taken < 1_000; taken++)
        {
            Assert.True(await reading.MoveNextAsync());
        }

        Assert.InRange(await Settled(() => Volatile.Read(ref sent)), 1_000, MostUnderWay);
        var left = 0;
        while (left < Events - 1_000 && await reading.MoveNextAsync())
        {
            left++;
        }

        Assert.Equal(Events - 1_000, left);
    }

    private static IAsyncEnumerable<StoredEvent> Read(EventStoreDbClient client, bool subscribes) => subscribes
        ? client.SubscribeToAll(filter: EventFilter.NoSystemEvents).OfType<SubscriptionMessage.Event>().Select(message => message.Stored)
        : client.ReadAll(filter: EventFilter.NoSystemEvents);

    private static ProposedEvent[] Large(int count) => [.. Enumerable.Range(0, count).Select(_ => Event(size: 300))];

    /// <summary>The number when it has not grown for a while.</summary>
    private static async Task<int> Settled(Func<int> number)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        var (last, same) = (-1, 0);
        while (same < 4 && await timer.WaitForNextTickAsync())
        {
            (last, same) = number() == last ? (last, same + 1) : (number(), 0);
        }

        return last;
    }
}
