namespace LaborMarketplace.Commands.Deadlines;

/// <summary>Wakes the deadlines: once a second by real time, and at once when somebody moves the marketplace's clock. Thread-safe.</summary>
public sealed class DeadlineAlarm
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private TaskCompletionSource _bell = New();

    /// <summary>Completes at the next ring. Who looks whether something is due takes it first, so that no ring is missed.</summary>
    public Task Bell => Volatile.Read(ref _bell).Task;

    /// <summary>To be called after the marketplace's clock was moved.</summary>
    public void Ring() => Interlocked.Exchange(ref _bell, New()).SetResult();

    /// <summary>Waits until the bell rings or a second is over.</summary>
    public static async Task Wait(Task bell, CancellationToken cancellation)
    {
        await bell.WaitAsync(Period, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
