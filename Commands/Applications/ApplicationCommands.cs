using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Applications;

/// <summary>What people and processes ask of applications' streams.</summary>
public sealed class ApplicationCommands
{
    /// <summary>Invites a helper to a job; the answer's stream is the application's.</summary>
    public Task<CommandResult> InviteHelper(JobId job, HelperId helper, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Applies for a job, as the helper who asks; the answer's stream is the application's.</summary>
    public Task<CommandResult> Submit(JobId job, Description? message, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Reserves a position of the job, then makes the offer; a refused offer gives the position back.</summary>
    /// <param name="terms">What is promised; null promises what the job says.</param>
    public Task<CommandResult> MakeOffer(
        ApplicationId application, OfferId offer, OfferTerms? terms, DateTimeOffset expiresAt, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();

    public Task<CommandResult> AcceptOffer(ApplicationId application, OfferId offer, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>All other commands.</summary>
    public Task<CommandResult> Execute(ApplicationId application, ApplicationCommand command, CommandContext context, CancellationToken cancellation) =>
        throw new NotImplementedException();
}
