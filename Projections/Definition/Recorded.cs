using LaborMarketplace.EventStore;

namespace LaborMarketplace.Projections.Definition;

/// <summary>What a projection may know of an event beside what happened. There is no clock here but the event's own time.</summary>
/// <param name="Event">The event's id.</param>
/// <param name="Stream">The stream that it stands in.</param>
/// <param name="Revision">Its place in the stream, from 0.</param>
/// <param name="At">When it was decided (UTC).</param>
/// <param name="By">Who asked for it: a person's id, or a process.</param>
/// <param name="Region">The home region of the store that took it.</param>
public sealed record Recorded(Guid Event, StreamName Stream, long Revision, DateTimeOffset At, string By, string Region)
{
    /// <summary>The stream's own id: most events do not repeat it.</summary>
    /// <exception cref="FormatException">The stream is not named after a UUID.</exception>
    public Guid StreamId => Guid.Parse(Stream.Id);

    public static Recorded Of(DecodedEvent decoded) => new(
        decoded.Source.Id, decoded.Source.Stream, decoded.Source.Revision,
        decoded.Metadata.RecordedAt, decoded.Metadata.Actor, decoded.Metadata.Region);
}
