using LaborMarketplace.Commands.Helpers;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.WriteApi;

/// <summary>The marketplace's clock where an operator may move it forward. Its endpoints exist only where the composition gives one.</summary>
public interface IAdjustableClock
{
    DateTimeOffset Now { get; }

    /// <summary>Moves the clock on; a time that is past already changes nothing.</summary>
    Task Advance(DateTimeOffset to, CancellationToken cancellation);
}

/// <summary>The codes that were sent, where they are kept at hand instead. Its endpoint exists only where the composition gives one.</summary>
public interface ILocalMailbox
{
    /// <summary>The last code that was sent to a helper; null before the first.</summary>
    Task<ContactCodeMessage?> Last(HelperId helper, CancellationToken cancellation);
}
