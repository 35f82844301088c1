using System.Text.RegularExpressions;
using EventStoreDb.Client;

namespace LaborMarketplace.EventStore.EventStoreDb;

/// <summary>
/// Which of EventStoreDB's streams are the log: all but the server's own, or those whose names begin with a prefix, so that a server holds
/// several marketplaces, and other things beside them.
/// </summary>
internal sealed partial class LogStreams
{
    private readonly string _prefix;

    /// <exception cref="FormatException">The prefix cannot be one; the message says what can.</exception>
    public LogStreams(string prefix)
    {
        if (!Prefix().IsMatch(prefix))
        {
            throw new FormatException($"'{prefix}' is no prefix of stream names: it has at most 64 letters, digits, dots, dashes and underscores.");
        }

        _prefix = prefix;
        Mark = $"{prefix}marketplace-log";
        Filter = prefix.Length == 0 ? EventFilter.NoSystemEvents : EventFilter.StreamMatches($"^{Regex.Escape(prefix)}(?!marketplace-log$)");
    }

    /// <summary>The stream of the log's mark. The mark's type begins with a dollar sign, as the server's own do; readers pass over it.</summary>
    public string Mark { get; }

    /// <summary>The log's events.</summary>
    public EventFilter Filter { get; }

    /// <summary>A stream's name on the server.</summary>
    public string Of(StreamName stream) => $"{_prefix}{stream}";

    /// <exception cref="LogCorruptedException">The event is not of this log.</exception>
    public RecordedEvent Recorded(StoredEvent stored) => stored.Stream.StartsWith(_prefix, StringComparison.Ordinal)
        ? new(
            new StreamName(stored.Stream[_prefix.Length..]), stored.Revision, new LogPosition(stored.Position.Commit), stored.Id, stored.Type,
            stored.Data, stored.Metadata)
        : throw new LogCorruptedException($"EventStoreDB answered with an event of {stored.Stream} when asked for streams that begin with {_prefix}.");

    [GeneratedRegex("^[A-Za-z0-9._-]{0,64}$")]
    private static partial Regex Prefix();
}
