using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands;

/// <summary>
/// Folded states by stream, the least recently used forgotten first. A state here may be behind its stream: the expected revision of an
/// append is what makes using it safe. Thread-safe.
/// </summary>
/// <param name="capacity">How many streams are kept at most.</param>
internal sealed class StateCache(int capacity)
{
    private readonly Dictionary<StreamName, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = [];
    private readonly Lock _lock = new();

    public Loaded<TState>? Find<TState>(StreamName stream)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(stream, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return (Loaded<TState>)node.Value.Loaded;
        }
    }

    /// <summary>Keeps a state, unless a later one is kept already.</summary>
    public void Keep<TState>(StreamName stream, Loaded<TState> loaded)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(stream, out var known))
            {
                if (known.Value.Revision >= loaded.Revision)
                {
                    return;
                }

                _byUse.Remove(known);
            }

            _entries[stream] = _byUse.AddFirst(new Entry(stream, loaded.Revision, loaded));
            if (_entries.Count > capacity)
            {
                _entries.Remove(_byUse.Last!.Value.Stream);
                _byUse.RemoveLast();
            }
        }
    }

    private sealed record Entry(StreamName Stream, long Revision, object Loaded);
}
