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
        Require(events.Count > 0, nameof(events), "An append has one event or more.");
        var size = 0L;
        foreach (var proposed in events)
        {
            RequireText(proposed.Type, nameof(events), "type");
            RequireText(proposed.ContentType, nameof(events), "content type");
            size += proposed.Data.Length + proposed.Metadata.Length;
        }

        if (size > LargestAppend)
        {
            throw new AppendTooBigException(
                $"An append to {stream} has {size} bytes with metadata; no server takes more than {LargestAppend} at once.", LargestAppend);
        }
    }

    private static void RequireText(string text, string parameter, string what) =>
        Require(Wire.IsText(text), parameter, $"An event's {what} has from 1 character on, and no half of a surrogate pair alone.");

    private static void Require(bool right, string parameter, string message)
    {
        if (!right)
        {
            throw new ArgumentException(message, parameter);
        }
    }
}
