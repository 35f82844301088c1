using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands;

/// <summary>What other streams say when a command is decided. It is as of now, and may have changed when the command takes effect.</summary>
public sealed class Facts(CommandExecutor executor, Deciders deciders, TimeProvider time)
{
    /// <summary>In the order of the levels: level n asks for the first n.</summary>
    private static readonly VerificationType[] TypesByLevel = [VerificationType.Identity, VerificationType.Background, VerificationType.Document];

    public async Task<JobState> Job(JobId job, CancellationToken cancellation) =>
        (await executor.Load(deciders.Job, Streams.Of(job), cancellation)).State;

    public async Task<HelperState> Helper(HelperId helper, CancellationToken cancellation) =>
        (await executor.Load(deciders.Helper, Streams.Of(helper), cancellation)).State;

    public async Task<EmployerState> Employer(EmployerId employer, CancellationToken cancellation) =>
        (await executor.Load(deciders.Employer, Streams.Of(employer), cancellation)).State;

    public async Task<ApplicationState> Application(ApplicationId application, CancellationToken cancellation) =>
        (await executor.Load(deciders.Application, Streams.Of(application), cancellation)).State;

    public async Task<AssignmentState> Assignment(AssignmentId assignment, CancellationToken cancellation) =>
        (await executor.Load(deciders.Assignment, Streams.Of(assignment), cancellation)).State;

    /// <summary>What the person who asks is to the employer; null for a stranger and for a process.</summary>
    public async Task<MemberRole?> RoleOf(Actor actor, EmployerId employer, CancellationToken cancellation) =>
        actor is Actor.Person ? RoleAt(await Employer(employer, cancellation), actor) : null;

    /// <inheritdoc cref="RoleOf"/>
    public static MemberRole? RoleAt(EmployerState? employer, Actor actor) =>
        (employer, actor) is (EmployerState.Registered registered, Actor.Person person) ? registered.Account.RoleOf(person.Id) : null;

    /// <summary>Whether other work than an application's has taken some of this time of the helper.</summary>
    public async Task<bool> IsTaken(HelperId helper, TimeWindow when, ApplicationId besides, CancellationToken cancellation)
    {
        var calendar = await executor.Load(deciders.Calendar, Streams.CalendarOf(helper), cancellation);
        var now = time.GetUtcNow();
        return calendar.State.Slots.Any(slot => slot.Application != besides && slot.When.Overlaps(when) && !slot.HasLapsed(now));
    }

    /// <summary>Whether a helper may be hired for a job.</summary>
    public async Task<Eligibility> EligibilityFor(JobFacts job, HelperId helper, CancellationToken cancellation)
    {
        var required = job.Terms.Verification;
        var posting = Job(job.Job, cancellation);
        var employer = Employer(job.Employer, cancellation);
        var applicant = Helper(helper, cancellation);
        var held = Held(helper, required, job.Terms.When.End, cancellation);
        await Task.WhenAll(posting, employer, applicant, held);
        return new Eligibility(
            JobOpen: (await posting).IsOpen(time.GetUtcNow()),
            HelperActive: await applicant is HelperState.Active,
            Blocked: await employer is EmployerState.Registered registered && registered.Account.Blocks(helper),
            Required: required,
            Held: await held);
    }

    /// <summary>The level that a helper holds until an instant; what is above the level that is asked for is not looked at.</summary>
    private async Task<VerificationLevel> Held(HelperId helper, VerificationLevel required, DateTimeOffset until, CancellationToken cancellation)
    {
        var needed = await Task.WhenAll(TypesByLevel.Take(required.Value).Select(type =>
            executor.Load(deciders.Verification, Streams.Of(DerivedId.Verification(helper, type)), cancellation)));
        return VerificationLevel.From(needed.TakeWhile(verification => verification.State.HoldsUntil(until)).Count());
    }
}
