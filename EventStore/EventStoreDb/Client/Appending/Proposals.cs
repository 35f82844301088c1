using EventStoreDb.Client.Calling;

namespace EventStoreDb.Client.Appending;

/// <summary>What is refused before the server is asked, since one wrong append would end the call that others share.</summary>
internal static class Proposals
{
    /// <summary>Of all the bytes of an append, since the server takes no message of 16 MiB.</summary>
    private const int LargestAppend = 15 * 1024 * 1024;

    /// <exception cref="ArgumentException">The append is not right; the message says how.</exception>
    /// <exception cref="AppendTooBigException">No server takes so much.</exception>
    public static void Check(string stream, IReadOnlyList<ProposedEvent> events)
    {
        Wire.Name(stream);
        Require(nameof(events), events.Count > 0, "An append has one event or more.");
        var size = 0L;
        for (var index = 0; index < events.Count; index++)
        {
            Require(nameof(events), Wire.IsText(events[index].Type), "An event's type has from 1 character on, and no half of a surrogate pair alone.");
            Require(nameof(events), Wire.IsText(events[index].ContentType), "An event's content type has from 1 character on, and no half of a surrogate pair alone.");
            size += events[index].Data.Length + events[index].Metadata.Length;
        }

        if (size > LargestAppend)
        {
            throw new AppendTooBigException($"An append to {stream} has {size} bytes with metadata; no server takes more than {LargestAppend} at once.", LargestAppend);
        }
    }

    private static void Require(string parameter, bool right, string message)
    {
        if (!right)
        {
            throw new ArgumentException(message, parameter);
        }
    }
}
