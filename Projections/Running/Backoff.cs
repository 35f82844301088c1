namespace LaborMarketplace.Projections.Running;

/// <summary>Waits longer after every failure, until something succeeds. By the machine's clock, not the marketplace's. Thread-safe.</summary>
internal sealed class Backoff(ProjectionOptions options)
{
    private long _next = options.FirstRetry.Ticks;

    public void Succeeded() => Interlocked.Exchange(ref _next, options.FirstRetry.Ticks);

    public async Task Wait(CancellationToken cancellation)
    {
        var wait = Interlocked.Read(ref _next);
        Interlocked.CompareExchange(ref _next, Math.Min(options.LongestRetry.Ticks, wait * 2), wait);
        await Task.Delay(TimeSpan.FromTicks(wait), TimeProvider.System, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Does work until it is done or stopped: after every failure tells of it, waits, and begins again.</summary>
    public async Task Persist(Func<Task> work, Action<Exception> failed, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                failed(exception);
                await Wait(stopping);
            }
        }
    }
}
