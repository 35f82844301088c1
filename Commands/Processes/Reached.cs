using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands.Processes;

/// <summary>A position that only grows, and that can be waited for. Thread-safe.</summary>
internal sealed class Reached
{
    private readonly Lock _lock = new();
    private LogPosition _position = LogPosition.Start;
    private TaskCompletionSource _advanced = New();

    public void Advance(LogPosition position)
    {
        TaskCompletionSource advanced;
        lock (_lock)
        {
            if (position > _position)
            {
                _position = position;
            }

            (advanced, _advanced) = (_advanced, New());
        }

        advanced.SetResult();
    }

    public async Task Wait(LogPosition position, CancellationToken cancellation)
    {
        while (true)
        {
            Task advanced;
            lock (_lock)
            {
                if (_position >= position)
                {
                    return;
                }

                advanced = _advanced.Task;
            }

            await advanced.WaitAsync(cancellation);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
