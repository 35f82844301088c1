namespace LaborMarketplace.Projections.Running;

/// <summary>Whether this process's runner is able to work. Thread-safe.</summary>
public sealed class RunnerState
{
    private volatile string? _following;
    private volatile string? _leasing;

    /// <summary>What the last attempt failed of; null when it did not fail.</summary>
    public string? Fault => _following ?? _leasing;

    internal void Followed() => _following = null;

    internal void FailedToFollow(Exception exception) => _following = exception.Message;

    internal void Leased() => _leasing = null;

    internal void FailedToLease(Exception exception) => _leasing = exception.Message;
}
