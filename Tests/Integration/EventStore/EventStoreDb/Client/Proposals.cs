using System.Security.Cryptography;
using EventStoreDb.Client;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>Events without a meaning, and ways of looking at what comes back.</summary>
internal static class Proposals
{
    public static EventStoreDbClient Client(this EventStoreDbDouble node, string options = "") => new(node.ConnectionString(options));

    public static ProposedEvent Event(string type = "job.published", int size = 40) =>
        new(Guid.NewGuid(), type, RandomNumberGenerator.GetBytes(size), RandomNumberGenerator.GetBytes(20));

    public static ProposedEvent[] Some(int count) => [.. Enumerable.Range(0, count).Select(_ => Event())];

    /// <summary>All that an event must come back with, fit for comparing.</summary>
    public static string Content(ProposedEvent one) => $"{one.Id} {one.Type} {Convert.ToHexString(one.Data.Span)} {Convert.ToHexString(one.Metadata.Span)}";

    public static string Content(StoredEvent one) => Content(new ProposedEvent(one.Id, one.Type, one.Data, one.Metadata));

    public static bool Same(StoredEvent left, StoredEvent right) => (left.Position, Content(left)) == (right.Position, Content(right));

    /// <summary>Fails a test that would wait for ever.</summary>
    public static Task<T> Soon<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(TimeSpan.FromSeconds(60));
}

/// <summary>Taking a subscription's messages one after the other.</summary>
internal static class Following
{
    /// <summary>The events before the first message of a kind.</summary>
    public static Task<List<StoredEvent>> Until<T>(this IAsyncEnumerator<SubscriptionMessage> messages)
        where T : SubscriptionMessage => Take(messages, message => message is T).Soon();

    public static async Task<StoredEvent> NextEvent(this IAsyncEnumerator<SubscriptionMessage> messages)
    {
        await Take(messages, message => message is SubscriptionMessage.Event).Soon();
        return ((SubscriptionMessage.Event)messages.Current).Stored;
    }

    /// <summary>Takes messages up to one, which need not come: a subscription that is quiet asks again, and is told again that it has caught up.</summary>
    /// <returns>The events before it.</returns>
    private static async ValueTask<List<StoredEvent>> Take(IAsyncEnumerator<SubscriptionMessage> messages, Predicate<SubscriptionMessage> last)
    {
        var events = new List<StoredEvent>();
        while (await messages.MoveNextAsync() && !last(messages.Current))
        {
            if (messages.Current is SubscriptionMessage.Event { Stored: var stored })
            {
                events.Add(stored);
            }
        }

        return events;
    }
}
