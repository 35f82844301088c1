namespace LaborMarketplace.WriteApi;

/// <summary>The marketplace's clock where an operator may move it forward. Its endpoints exist only where the composition gives one.</summary>
public interface IAdjustableClock
{
    DateTimeOffset Now { get; }

    /// <summary>Moves the clock on; a time that is past already changes nothing.</summary>
    Task Advance(DateTimeOffset to, CancellationToken cancellation);
}
