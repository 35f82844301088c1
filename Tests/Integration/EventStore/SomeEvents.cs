using System.Security.Cryptography;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Tests.Integration.EventStore;

/// <summary>Events without a meaning, and the ways of looking at a log that the tests share.</summary>
internal static class SomeEvents
{
    public static EventData Event(int size) =>
        new(Guid.CreateVersion7(), "job.published.v1", RandomNumberGenerator.GetBytes(size), RandomNumberGenerator.GetBytes(20));

    public static EventData[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => Event(40))];

    /// <summary>All that an event must come back with, fit for comparing.</summary>
    public static string Content(EventData data) =>
        $"{data.Id} {data.Type} {Convert.ToBase64String(data.Data.Span)} {Convert.ToBase64String(data.Metadata.Span)}";

    public static string Content(RecordedEvent recorded) => Content(new EventData(recorded.Id, recorded.Type, recorded.Data, recorded.Metadata));

    public static async Task<List<LogPage>> Pages(this IEventStore store, LogPosition after = default)
    {
        var pages = new List<LogPage>();
        await foreach (var page in store.Read(after, ReadUntil.End, default))
        {
            pages.Add(page);
        }

        return pages;
    }

    public static async Task<List<RecordedEvent>> Log(this IEventStore store, LogPosition after = default) =>
        [.. (await store.Pages(after)).SelectMany(page => page.Events)];

    /// <summary>Follows the log until an event is seen, resuming whenever the store was away.</summary>
    public static async Task<List<RecordedEvent>> FollowUntil(this IEventStore store, Guid last)
    {
        var seen = new List<RecordedEvent>();
        while (seen.Count == 0 || seen[^1].Id != last)
        {
            try
            {
                await foreach (var page in store.Read(seen.Count == 0 ? LogPosition.Start : seen[^1].Position, ReadUntil.Cancelled, default))
                {
                    seen.AddRange(page.Events);
                    if (seen.Count > 0 && seen[^1].Id == last)
                    {
                        break;
                    }
                }
            }
            catch (EventStoreUnavailableException)
            {
                continue;
            }
        }

        return seen;
    }

    /// <summary>Appends at the stream's end, again and again while the store is away. Expecting a revision makes that count once.</summary>
    public static async Task<AppendResult> AppendPersistently(
        this IEventStore store, StreamName stream, IReadOnlyList<EventData> events, CancellationToken cancellation)
    {
        for (var expected = ExpectedRevision.NoStream; ;)
        {
            try
            {
                var result = await store.Append(stream, expected, events, cancellation);
                if (result is not AppendResult.Conflict conflict)
                {
                    return result;
                }

                expected = ExpectedRevision.Exactly(conflict.Revision);
            }
            catch (EventStoreUnavailableException)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Fails a test that would wait for ever.</summary>
    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(60));
}
