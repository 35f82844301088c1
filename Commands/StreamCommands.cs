using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands;

/// <summary>
/// Which of the commands that can come again are in a stream: those with an Idempotency-Key, and those of processes. It knows all of them
/// up to the revision of whoever holds it, and may know later ones, so that the states of one stream share it. Thread-safe.
/// </summary>
/// <remarks>About 60 bytes a command (docs/adr/0002), so a stream with 10,000 of them takes half a megabyte while its state is kept in memory.</remarks>
internal sealed class StreamCommands
{
    private readonly Lock _gate = new();
    private readonly HashSet<Guid> _ids = [];

    public bool Contains(Guid command)
    {
        lock (_gate)
        {
            return _ids.Contains(command);
        }
    }

    /// <param name="metadata">Of an event that is in the stream. A command's id that was made for one request alone is not remembered.</param>
    public void Add(EventMetadata metadata)
    {
        if (metadata is { Request: null, CausationId: null })
        {
            return;
        }

        lock (_gate)
        {
            _ids.Add(metadata.CommandId);
        }
    }
}
