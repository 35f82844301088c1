namespace LaborMarketplace.Projections.Running;

/// <summary>Waits longer after every failure, until something succeeds. By the machine's clock, not the marketplace's.</summary>
internal sealed class Backoff(ProjectionOptions options)
{
    private TimeSpan _next = options.FirstRetry;

    public void Succeeded() => _next = options.FirstRetry;

    public async Task Wait(CancellationToken cancellation)
    {
        var wait = _next;
        _next = TimeSpan.FromTicks(Math.Min(options.LongestRetry.Ticks, wait.Ticks * 2));
        await Task.Delay(wait, TimeProvider.System, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
