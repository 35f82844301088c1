namespace LaborMarketplace.EventStore;

/// <summary>What every store refuses before it is asked, since no store could hold it.</summary>
internal static class AppendLimits
{
    private const int LongestName = 250;
    private const int MostEvents = 1_000;
    private const int LargestEvent = 16 * 1024 * 1024;

    /// <exception cref="ArgumentException">The append is out of bounds; the message says how.</exception>
    public static void Check(StreamName stream, IReadOnlyList<EventData> events)
    {
        Require(IsName(stream.Value), nameof(stream), $"A stream's name has from 1 to {LongestName} characters without control characters.");
        Require(events.Count is >= 1 and <= MostEvents, nameof(events), $"An append has from 1 to {MostEvents} events, not {events.Count}.");
        var ids = new HashSet<Guid>(events.Count);
        foreach (var data in events)
        {
            Require(ids.Add(data.Id), nameof(events), $"The event id {data.Id} is given twice.");
            Require(IsName(data.Type), nameof(events), $"An event type's name has from 1 to {LongestName} characters without control characters.");
            Require(data.SizeInBytes() <= LargestEvent, nameof(events), $"An event has at most {LargestEvent} bytes; {data.Type} has {data.SizeInBytes()}.");
        }
    }

    public static int SizeInBytes(this EventData data) => data.Data.Length + data.Metadata.Length;

    /// <summary>What is thrown where a store sees that an event's id is another event's.</summary>
    public static ArgumentException IdTaken(StreamName stream) =>
        new($"An append to {stream} gives an event an id that an event of another stream has; an id is never used twice.");

    private static bool IsName(string name) =>
        name.Length is >= 1 and <= LongestName && !name.AsSpan().ContainsAnyInRange('\0', '\u001f') && !name.AsSpan().ContainsAnyInRange('\u007f', '\u009f');

    private static void Require(bool right, string parameter, string message)
    {
        if (!right)
        {
            throw new ArgumentException(message, parameter);
        }
    }
}
