using LaborMarketplace.Commands.Helpers;
using LaborMarketplace.Domain.EmailReservations;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Processes;

/// <summary>Gives a registered helper their address and issues the first contact code; every code that is issued is sent.</summary>
public sealed class RegistrationProcess(Facts facts, KeyedCodes codes, IContactCodeSender sender) : IProcess
{
    public string Name => "registration";

    public bool Answers(object happened) => happened is HelperEvent.Registered or HelperEvent.ContactCodeIssued;

    public Task Run(Script script, CancellationToken cancellation) => script.Event switch
    {
        HelperEvent.Registered registered => Welcome(script, registered, cancellation),
        HelperEvent.ContactCodeIssued issued => Send(new HelperId(script.StreamId), issued, cancellation),
        _ => Task.CompletedTask,
    };

    /// <remarks>
    /// An address whose reservation lapsed before the registration came is reserved again. One that went to somebody else meanwhile is not
    /// confirmed, and no code is sent there; the helper may ask for one when the address is free again.
    /// </remarks>
    private async Task Welcome(Script script, HelperEvent.Registered registered, CancellationToken cancellation)
    {
        var (helper, addressKey) = (registered.Helper, codes.AddressKey(registered.Email));
        if ((await script.Email("reserve-address", addressKey, new EmailReservationCommand.Reserve(helper), cancellation)
            ?? await script.Email("confirm-address", addressKey, new EmailReservationCommand.Confirm(helper), cancellation)) is not null)
        {
            return;
        }

        var first = new HelperCommand.IssueContactCode(1, codes.DigestOf(helper, codes.ContactCode(helper, 1)));
        await script.Helper("first-code", helper, first, cancellation);
    }

    /// <remarks>A code that another one has replaced meanwhile, or that has done its work, is not sent.</remarks>
    private async Task Send(HelperId helper, HelperEvent.ContactCodeIssued issued, CancellationToken cancellation)
    {
        if (await facts.Helper(helper, cancellation) is HelperState.Registered { Profile: { Contact: ContactCheck.CodeSent sent } profile }
            && sent.Number == issued.Number)
        {
            var message = new ContactCodeMessage(
                helper, profile.Name, profile.Email, issued.Number, codes.ContactCode(helper, issued.Number), issued.ExpiresAt);
            await sender.Send(message, cancellation);
        }
    }
}
