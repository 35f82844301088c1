using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Helpers;

/// <summary>Brings contact codes to helpers. The same code may be sent again after a fault; the helper then sees it twice.</summary>
public interface IContactCodeSender
{
    /// <summary>Returns when the code is on its way; throws when it is not, and is asked again.</summary>
    Task Send(ContactCodeMessage message, CancellationToken cancellation);
}

/// <param name="Number">Counts the codes sent to this helper, from 1.</param>
/// <param name="Code">Six digits.</param>
public sealed record ContactCodeMessage(HelperId Helper, Name Name, EmailAddress Email, int Number, string Code, DateTimeOffset ExpiresAt);
