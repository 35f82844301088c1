using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Helpers;

/// <summary>The codes that were sent, where they are kept at hand. Whoever can ask it can verify anybody's contact, so it is for trying out only.</summary>
public interface ILocalMailbox
{
    /// <summary>The last code that was sent to a helper; null before the first.</summary>
    Task<ContactCodeMessage?> Last(HelperId helper, CancellationToken cancellation);
}
