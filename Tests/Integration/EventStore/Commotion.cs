using System.Collections.Concurrent;
using LaborMarketplace.EventStore;
using static LaborMarketplace.Tests.Integration.EventStore.SomeEvents;

namespace LaborMarketplace.Tests.Integration.EventStore;

/// <summary>Many writers at once, some of whom give up, while a reader follows.</summary>
internal static class Commotion
{
    private const int Writers = 32;
    private const int AppendsOfEach = 40;

    /// <summary>Every acknowledged event is seen once, in order, none skipped.</summary>
    /// <param name="stores">The writers are spread over these; the reader follows the first.</param>
    /// <param name="disturb">What else goes on, until it is cancelled.</param>
    public static async Task NothingIsSkipped(IReadOnlyList<IEventStore> stores, Func<CancellationToken, Task> disturb)
    {
        var last = Event(1);
        var reader = Task.Run(() => stores[0].FollowUntil(last.Id));
        using var ending = new CancellationTokenSource();
        var disturbing = Task.Run(() => disturb(ending.Token));
        var acknowledged = new ConcurrentBag<(Guid Id, StreamName Stream, long Revision, LogPosition Position)>();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Write(stores[writer % stores.Count], writer, acknowledged))));
        await ending.CancelAsync();
        await disturbing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await stores[0].AppendPersistently(new StreamName("last-1"), [last], default);

        var seen = await reader.Soon();
        Assert.Equal(seen.Select(recorded => recorded.Position).Distinct().Order(), seen.Select(recorded => recorded.Position));
        Assert.Equal(seen.Count, seen.DistinctBy(recorded => recorded.Id).Count());
        Assert.All(seen.GroupBy(recorded => recorded.Stream),
            stream => Assert.Equal(Enumerable.Range(0, stream.Count()).Select(revision => (long)revision), stream.Select(recorded => recorded.Revision)));
        var places = seen.ToDictionary(recorded => recorded.Id, recorded => (recorded.Stream, recorded.Revision, recorded.Position));
        Assert.All(acknowledged, answer => Assert.Equal((answer.Stream, answer.Revision, answer.Position), places[answer.Id]));
        Assert.InRange(acknowledged.Count, Writers * AppendsOfEach / 2, Writers * AppendsOfEach);
        Assert.DoesNotContain(seen, recorded => recorded.Stream.Category == "ghost");
    }

    private static async Task Write(
        IEventStore store, int writer, ConcurrentBag<(Guid Id, StreamName Stream, long Revision, LogPosition Position)> acknowledged)
    {
        for (var number = 0; number < AppendsOfEach; number++)
        {
            var stream = new StreamName($"job-{(writer + number) % 40}");
            EventData[] events = Some(1 + (number % 3));
            using var giving = new CancellationTokenSource();
            var appending = store.AppendPersistently(stream, events, giving.Token);
            if (number % 7 == writer % 7)
            {
                await giving.CancelAsync();
            }

            try
            {
                var appended = Assert.IsType<AppendResult.Appended>(await appending);
                acknowledged.Add((events[^1].Id, stream, appended.Revision, appended.Position));
            }
            catch (OperationCanceledException)
            {
                continue;
            }
        }
    }
}
