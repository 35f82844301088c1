using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands;

/// <summary>
/// Commands of one stream take turns within this process: racing each other, all but one would only meet a conflict and decide again.
/// </summary>
internal sealed class StreamTurns
{
    private readonly Dictionary<StreamName, Queue> _queues = [];

    /// <summary>Waits for the stream's turn, which lasts until the answer is disposed of.</summary>
    public async ValueTask<IDisposable> Take(StreamName stream, CancellationToken cancellation)
    {
        Queue? queue;
        lock (_queues)
        {
            if (!_queues.TryGetValue(stream, out queue))
            {
                _queues.Add(stream, queue = new Queue());
            }

            queue.Users++;
        }

        var turn = new Turn(this, stream, queue);
        try
        {
            await queue.Gate.WaitAsync(cancellation);
            return turn;
        }
        catch
        {
            turn.Leave();
            throw;
        }
    }

    private sealed class Queue
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public int Users { get; set; }
    }

    private sealed class Turn(StreamTurns turns, StreamName stream, Queue queue) : IDisposable
    {
        public void Dispose()
        {
            queue.Gate.Release();
            Leave();
        }

        public void Leave()
        {
            lock (turns._queues)
            {
                if (--queue.Users == 0)
                {
                    turns._queues.Remove(stream);
                    queue.Gate.Dispose();
                }
            }
        }
    }
}
