using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands;

/// <summary>The state of a stream at a revision (-1: no events yet).</summary>
/// <param name="Position">The last event's position in the log.</param>
public sealed record Loaded<TState>(TState State, long Revision, LogPosition Position)
{
    /// <summary>The commands that led to it.</summary>
    internal StreamCommands Commands { get; init; } = new();
}
