using LaborMarketplace.EventStore;

namespace LaborMarketplace.Projections.Definition;

/// <summary>Where and why a projection stands still.</summary>
/// <param name="Stream">The stream of the event that it cannot take.</param>
/// <param name="Revision">The event's revision.</param>
/// <param name="Position">The event's position in the log.</param>
/// <param name="Before">Where the projection stands.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record Halt(StreamName Stream, long Revision, LogPosition Position, LogPosition Before, string Type, string Reason)
{
    internal static Halt At(RecordedEvent source, LogPosition before, Exception exception) =>
        new(source.Stream, source.Revision, source.Position, before, source.Type, exception.Message);
}
