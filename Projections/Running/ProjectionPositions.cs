using System.Collections.Concurrent;
using System.Collections.Frozen;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Projections.Running;

/// <summary>Keeps what <see cref="CommitListener"/> hears, and wakes who waits for it.</summary>
internal sealed class ProjectionPositions : IProjectionPositions
{
    private readonly ConcurrentDictionary<string, Entry> _byName = new();
    private readonly ConcurrentDictionary<string, string> _serving = new();
    private readonly ConcurrentBag<Action<DocumentChange>> _observers = [];
    private volatile bool _following;

    public bool Following => _following;

    public LogPosition Of(string projection) => EntryOf(projection).Position;

    public Task<bool> WaitFor(string projection, LogPosition atLeast, TimeSpan within, CancellationToken cancellation) =>
        EntryOf(projection).WaitFor(atLeast, within, cancellation);

    public void OnChange(Action<DocumentChange> changed) => _observers.Add(changed);

    /// <summary>Takes where everything stands, after a connection was made: copies of documents may be old.</summary>
    public void Connected(IReadOnlyList<Checkpoint> checkpoints)
    {
        _serving.Clear();
        Switched(checkpoints, changed: FrozenSet<string>.Empty);
        _following = true;
    }

    public void Disconnected() => _following = false;

    /// <summary>Takes which builds serve: copies of what another one served, or the same before it began again, are of no use any more.</summary>
    /// <param name="checkpoints">Where all builds stand.</param>
    /// <param name="changed">The read models of which builds were changed: another may have served meanwhile, though the same does as before.</param>
    public void Switched(IReadOnlyList<Checkpoint> checkpoints, IReadOnlySet<string> changed)
    {
        foreach (var served in checkpoints.Where(checkpoint => checkpoint.Live && (changed.Contains(checkpoint.Name)
            || !_serving.Contains(new(checkpoint.Storage, checkpoint.Name)) || checkpoint.Position < Of(checkpoint.Name))))
        {
            foreach (var (before, _) in _serving.Where(known => known.Value == served.Name))
            {
                _serving.TryRemove(before, out string? _);
            }

            // A build that is behind takes the position back before copies of its documents can be made.
            _serving[served.Storage] = served.Name;
            EntryOf(served.Name).GoBackTo(served.Position);
            Tell(new DocumentChange(served.Name, null));
            EntryOf(served.Name).Reset(served.Position);
        }
    }

    /// <summary>Takes what was committed; what happens in builds that do not serve concerns no reader.</summary>
    public void Heard(CommitNotice notice)
    {
        if (_serving.TryGetValue(notice.Storage, out var name))
        {
            if (notice.Changed is not { Count: 0 })
            {
                Tell(new DocumentChange(name, notice.Changed));
            }

            EntryOf(name).MoveTo(notice.Position);
        }
    }

    private void Tell(DocumentChange change)
    {
        foreach (var observer in _observers)
        {
            observer(change);
        }
    }

    private Entry EntryOf(string projection) => _byName.GetOrAdd(projection, _ => new Entry());

    private sealed class Entry
    {
        private readonly Lock _lock = new();
        private readonly PriorityQueue<TaskCompletionSource<bool>, long> _waiting = new();
        private long _position;

        public LogPosition Position => new(Interlocked.Read(ref _position));

        public async Task<bool> WaitFor(LogPosition atLeast, TimeSpan within, CancellationToken cancellation)
        {
            if (Position >= atLeast)
            {
                return true;
            }

            var reached = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock)
            {
                if (Position >= atLeast)
                {
                    return true;
                }

                _waiting.Enqueue(reached, atLeast.Value);
            }

            try
            {
                return await reached.Task.WaitAsync(within, TimeProvider.System, cancellation);
            }
            catch (TimeoutException)
            {
                return false;
            }
            finally
            {
                Forget(reached);
            }
        }

        public void MoveTo(LogPosition position)
        {
            lock (_lock)
            {
                SetAndWake(Math.Max(_position, position.Value));
            }
        }

        public void GoBackTo(LogPosition position)
        {
            lock (_lock)
            {
                SetAndWake(Math.Min(_position, position.Value));
            }
        }

        /// <summary>Unlike a move, this may go back: another build serves, or the database was restored.</summary>
        public void Reset(LogPosition position)
        {
            lock (_lock)
            {
                SetAndWake(position.Value);
            }
        }

        private void SetAndWake(long position)
        {
            Interlocked.Exchange(ref _position, position);
            while (_waiting.TryPeek(out var first, out var wanted) && wanted <= position)
            {
                _waiting.Dequeue();
                first.TrySetResult(true);
            }
        }

        private void Forget(TaskCompletionSource<bool> waiting)
        {
            lock (_lock)
            {
                _waiting.Remove(waiting, out _, out _);
            }
        }
    }
}
