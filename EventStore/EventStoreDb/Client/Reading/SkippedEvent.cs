using EventStoreDb.Client.Calling;
using EventStoreDb.Client.Connection;
using EventStoreDb.Client.Protocol;

namespace EventStoreDb.Client.Reading;

/// <summary>The event that a server may skip when a subscription goes on after a position.</summary>
/// <remarks>
/// A node of 23.10 does not compare: it passes over the first event at the position or after it. That is the right one as long as the event
/// at the position is there. It may be gone (deleted, and scavenged), or the position may be a checkpoint that stands before an event.
/// </remarks>
/// <param name="place">How far the subscription has come.</param>
/// <param name="filter">What is of interest to it; null for everything.</param>
internal sealed class SkippedEvent(Calls calls, Place<LogPosition> place, EventFilter? filter)
{
    /// <returns>The event, where it is of interest and has not been told; null otherwise.</returns>
    public async Task<StoredEvent?> Find(Node node, CancellationToken cancellation)
    {
        if (place.Last is not { } last || await First(node, last, null, cancellation).ConfigureAwait(false) is not { } next || next.Position == last)
        {
            return null;
        }

        return filter is null ? next
            : await First(node, next.Position, filter, cancellation).ConfigureAwait(false) is { } wanted && wanted.Position == next.Position ? wanted
            : null;
    }

    private async Task<StoredEvent?> First(Node node, LogPosition from, EventFilter? filter, CancellationToken cancellation)
    {
        var request = ReadMessages.All(Direction.Forwards, from, count: 1, filter);
        using var call = new ReadCall(node, request, calls.Lasting(cancellation), calls.Settings.DefaultDeadline, calls.Time);
        while (await call.Next().ConfigureAwait(false))
        {
            if (call.Current.ContentCase == ReadResp.ContentOneofCase.Event)
            {
                return ReadMessages.Event(call.Current.Event);
            }
        }

        return null;
    }
}
