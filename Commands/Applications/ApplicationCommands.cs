using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Applications;

/// <summary>What people and processes ask of applications' streams.</summary>
public sealed class ApplicationCommands(CommandExecutor executor, Deciders deciders, Facts facts)
{
    /// <summary>Invites a helper to a job; the answer's stream is the application's.</summary>
    public async Task<CommandResult> InviteHelper(JobId job, HelperId helper, CommandContext context, CancellationToken cancellation)
    {
        if (await facts.Job(job, cancellation) is not JobState.Drafted { Facts: var posted })
        {
            return new CommandResult.Refused(Access.Unknown("job", job.Value));
        }

        if (!(await facts.RoleOf(context.Actor, posted.Employer, cancellation)).Hires())
        {
            return new CommandResult.Refused(Access.NotYours);
        }

        if (await facts.Helper(helper, cancellation) is HelperState.Unregistered)
        {
            return new CommandResult.Refused(Access.Unknown("helper", helper.Value));
        }

        return await Begin(posted, helper, (application, eligibility) =>
            new ApplicationCommand.Invite(application, job, posted.Employer, helper, eligibility), context, cancellation);
    }

    /// <summary>Applies for a job, as the helper who asks; the answer's stream is the application's.</summary>
    public async Task<CommandResult> Submit(JobId job, Description? message, CommandContext context, CancellationToken cancellation)
    {
        if (context.Actor is not Actor.Person person || !person.Roles.Contains(Role.Helper))
        {
            return new CommandResult.Refused(Access.RoleNeeded(Role.Helper));
        }

        if (await facts.Job(job, cancellation) is not JobState.Drafted { Facts: var posted })
        {
            return new CommandResult.Refused(Access.Unknown("job", job.Value));
        }

        var helper = new HelperId(person.Id.Value);
        return await Begin(posted, helper, (application, eligibility) =>
            new ApplicationCommand.Submit(application, job, posted.Employer, helper, message, eligibility), context, cancellation);
    }

    /// <summary>Reserves a position of the job, then makes the offer; a refused offer gives the position back.</summary>
    /// <remarks>A crash between the two is healed by the reservation, which lapses when the offer would have.</remarks>
    /// <param name="terms">What is promised; null promises what the job says.</param>
    public async Task<CommandResult> MakeOffer(
        ApplicationId application, OfferId offer, OfferTerms? terms, DateTimeOffset expiresAt, CommandContext context, CancellationToken cancellation)
    {
        if (await facts.Application(application, cancellation) is not ApplicationState.Made { Facts: var made })
        {
            return new CommandResult.Refused(Access.Unknown("application", application.Value));
        }

        if (!(await facts.RoleOf(context.Actor, made.Employer, cancellation)).Hires())
        {
            return new CommandResult.Refused(Access.NotYours);
        }

        var reserved = await executor.Execute(
            deciders.Job, Streams.Of(made.Job), new JobCommand.ReservePosition(application, expiresAt), context.Before("reserve-position"), cancellation);
        if (reserved is not CommandResult.Done)
        {
            return reserved;
        }

        var offered = await Execute(application, async (_, job, stop) => new ApplicationCommand.MakeOffer(
            offer, terms ?? TermsOf(job.Facts), expiresAt, IsReserved(job, application), await facts.EligibilityFor(job.Facts, made.Helper, stop)),
            context, cancellation);
        if (offered is not CommandResult.Done && await facts.Application(application, cancellation) is not
            (ApplicationState.Offered or ApplicationState.Accepted or ApplicationState.Hired))
        {
            await executor.Execute(
                deciders.Job, Streams.Of(made.Job), new JobCommand.ReleasePosition(application, new Reason("The offer could not be made.")),
                context.Before("release-position"), cancellation);
        }

        return offered;
    }

    public Task<CommandResult> AcceptOffer(ApplicationId application, OfferId offer, CommandContext context, CancellationToken cancellation) =>
        Execute(application, async (made, job, stop) => context.Actor.Is(made.Helper)
            ? new ApplicationCommand.AcceptOffer(offer, await facts.EligibilityFor(job.Facts, made.Helper, stop))
            : Access.NotYours, context, cancellation);

    /// <summary>All other commands. Those that carry facts of other streams are taken from processes only.</summary>
    public Task<CommandResult> Execute(ApplicationId application, ApplicationCommand command, CommandContext context, CancellationToken cancellation) =>
        executor.Execute(
            deciders.Application,
            Streams.Of(application),
            async (state, stop) =>
            {
                var role = state is ApplicationState.Made made ? await facts.RoleOf(context.Actor, made.Facts.Employer, stop) : null;
                return Guard(state, command, context.Actor, role) is { } refusal ? refusal : command;
            },
            context,
            cancellation);

    /// <param name="role">What the actor is to the job's employer.</param>
    /// <returns>The refusal; null when the actor may.</returns>
    internal static Refusal? Guard(ApplicationState state, ApplicationCommand command, Actor actor, MemberRole? role) => (state, command, actor) switch
    {
        (_, _, Actor.Process) => null,
        (ApplicationState.Made made, ApplicationCommand.Withdraw or ApplicationCommand.DeclineOffer, _) =>
            actor.Is(made.Facts.Helper) ? null : Access.NotYours,
        (ApplicationState.Made, ApplicationCommand.Shortlist or ApplicationCommand.Reject or ApplicationCommand.RescindOffer, _) =>
            role.Hires() ? null : Access.NotYours,
        (ApplicationState.Made, _, _) => Access.ProcessesOnly,
        _ => null,
    };

    private async Task<CommandResult> Begin(
        JobFacts job, HelperId helper, Func<ApplicationId, Eligibility, ApplicationCommand> commandFor, CommandContext context,
        CancellationToken cancellation)
    {
        var application = DerivedId.Application(job.Job, helper);
        return await executor.Execute(
            deciders.Application,
            Streams.Of(application),
            async (_, stop) => commandFor(application, await facts.EligibilityFor(job, helper, stop)),
            context,
            cancellation);
    }

    /// <summary>Executes a command that takes facts of the application's job.</summary>
    private Task<CommandResult> Execute(
        ApplicationId application, Func<ApplicationFacts, JobState.Drafted, CancellationToken, Task<Ruling<ApplicationCommand>>> rule,
        CommandContext context, CancellationToken cancellation) => executor.Execute(
            deciders.Application,
            Streams.Of(application),
            async (state, stop) => state is ApplicationState.Made { Facts: var made } && await facts.Job(made.Job, stop) is JobState.Drafted job
                ? await rule(made, job, stop)
                : Access.Unknown("application", application.Value),
            context,
            cancellation);

    /// <summary>A repeat of a command that reserved a position may find it given back since.</summary>
    private static bool IsReserved(JobState job, ApplicationId application) =>
        job is JobState.Published { Posting: var posting } && posting.ReservationOf(application) is not null;

    private static OfferTerms TermsOf(JobFacts job) => new(job.Terms.When, job.Terms.Zone, job.Terms.Place, job.Terms.Pay);
}
