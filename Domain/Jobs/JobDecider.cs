using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Jobs.JobEvent>;

namespace LaborMarketplace.Domain.Jobs;

/// <summary>
/// A job's rules: what may be drafted, when it is published, who has its positions, how it ends. Only what was published can be
/// cancelled; a draft is closed. An ended job still honours the positions that it holds: unless it was cancelled, a hire that is
/// under way comes to its end.
/// </summary>
public static class JobDecider
{
    private static readonly Reason WorkOver = new("The work is over.");

    public static Decider<JobState, JobCommand, JobEvent> For(Policy policy) =>
        new("job", new JobState.NotDrafted(), (state, command, now) => Decide(policy, state, command, now), Evolve);

    private static Decision<JobEvent> Decide(Policy policy, JobState state, JobCommand command, DateTimeOffset now) => (state, command) switch
    {
        (JobState.NotDrafted, JobCommand.Draft draft) => Draft(policy, draft, now),
        (JobState.Drafted job, JobCommand.Draft draft) when job.Facts.Employer == draft.Employer => Unchanged,
        (_, JobCommand.Draft draft) => Refuse("job.exists", "Another employer's job has this id.", ("job", draft.Job)),
        (JobState.Drafted job, JobCommand.Edit edit) => JobEdit.Decide(policy, job, edit.Terms, now),
        (JobState.Drafted job, JobCommand.Publish publish) => Publish(policy, job, publish, now),
        (JobState.Drafted job, JobCommand.NoteApplication note) => NoteApplication(job, note),
        (JobState.Drafted job, JobCommand.ReservePosition reserve) => JobPositions.Reserve(job, reserve, now),
        (JobState.Drafted job, JobCommand.ReleasePosition release) => JobPositions.Release(job, release.Application, release.Reason, now),
        (JobState.Drafted job, JobCommand.LapseReservation lapse) => JobPositions.Lapse(job, lapse.Application, now),
        (JobState.Drafted job, JobCommand.FillPosition fill) => JobPositions.Fill(job, fill.Application),
        (JobState.Drafted job, JobCommand.Close close) => Close(job, close),
        (JobState.Filled filled, JobCommand.CloseAfterWork) when filled.Facts.Terms.When.End <= now => Accept(new JobEvent.Closed(WorkOver)),
        (JobState.Drafted, JobCommand.CloseAfterWork) => Unchanged,
        (JobState.Drafted job, JobCommand.Cancel cancel) => Cancel(job, cancel),
        (JobState.Open open, JobCommand.Expire) when open.Posting.ExpiresAt <= now => Accept(new JobEvent.Expired()),
        (JobState.Drafted, JobCommand.Expire) => Unchanged,
        _ => NotFound("job.not-found", "There is no job with this id."),
    };

    private static Decision<JobEvent> Draft(Policy policy, JobCommand.Draft draft, DateTimeOffset now) =>
        JobTermsRules.Broken(policy, draft.Terms, now)
        ?? Accept(new JobEvent.Drafted(draft.Job, draft.Employer, draft.By, draft.Terms, draft.RepostOf));

    private static Decision<JobEvent> Publish(Policy policy, JobState.Drafted job, JobCommand.Publish publish, DateTimeOffset now) => job switch
    {
        JobState.Open or JobState.Filled => Unchanged,
        JobState.Draft when !publish.EmployerVerified =>
            Refuse("job.employer-not-verified", "Only a verified employer publishes jobs; the job stays a draft until a reviewer has verified the employer."),
        JobState.Draft { Facts: var facts } => JobTermsRules.Broken(policy, facts.Terms, now)
            ?? Accept(new JobEvent.Published(facts.Terms.Positions, now, JobTermsRules.Expiry(policy, facts.Terms, now), policy.Version)),
        _ => Ended(job),
    };

    private static Decision<JobEvent> NoteApplication(JobState.Drafted job, JobCommand.NoteApplication note) => job switch
    {
        JobState.Draft or JobState.Discarded => JobPositions.NotOpen(job),
        JobState.Open { Posting.HasApplications: false } => Accept(new JobEvent.FirstApplicationReceived(note.Application)),
        _ => Unchanged,
    };

    private static Decision<JobEvent> Close(JobState.Drafted job, JobCommand.Close close) => job switch
    {
        JobState.Closed or JobState.Discarded => Unchanged,
        JobState.Cancelled or JobState.Expired => Ended(job),
        _ => Accept(new JobEvent.Closed(close.Reason)),
    };

    private static Decision<JobEvent> Cancel(JobState.Drafted job, JobCommand.Cancel cancel) => job switch
    {
        JobState.Cancelled => Unchanged,
        JobState.Open or JobState.Filled => Accept(new JobEvent.Cancelled(cancel.Reason)),
        JobState.Draft => Refuse("job.not-published", "A draft has nobody to call off; close it to give it up."),
        _ => Ended(job),
    };

    internal static Decision<JobEvent> Ended(JobState.Drafted job) =>
        Refuse("job.ended", "The job has ended, for good; post it again to find somebody else.", ("state", job.GetType().Name));

    private static JobState Evolve(JobState state, JobEvent recorded) => (state, recorded) switch
    {
        (JobState.NotDrafted, JobEvent.Drafted drafted) => new JobState.Draft(new JobFacts(drafted.Job, drafted.Employer, drafted.Terms)),
        (JobState.Draft draft, JobEvent.Published published) =>
            new JobState.Open(draft.Facts, new Posting(published.At, published.ExpiresAt, false, [], [])),
        (JobState.Draft draft, JobEvent.Closed) => new JobState.Discarded(draft.Facts),
        (JobState.Published job, JobEvent.Closed) => new JobState.Closed(job.Facts, job.Posting),
        (JobState.Published job, JobEvent.Cancelled) => new JobState.Cancelled(job.Facts, job.Posting),
        (JobState.Published job, JobEvent.Expired) => new JobState.Expired(job.Facts, job.Posting),
        (JobState.Published job, JobEvent.Filled) => new JobState.Filled(job.Facts, job.Posting),
        (JobState.Published job, JobEvent.Reopened) => new JobState.Open(job.Facts, job.Posting),
        (JobState.Published job, JobEvent.Edited edited) => job with
        {
            Facts = job.Facts with { Terms = edited.Terms },
            Posting = job.Posting with { ExpiresAt = edited.ExpiresAt ?? job.Posting.ExpiresAt },
        },
        (JobState.Drafted job, JobEvent.Edited edited) => job with { Facts = job.Facts with { Terms = edited.Terms } },
        (JobState.Published job, _) => job with { Posting = Evolve(job.Posting, recorded) },
        _ => state,
    };

    private static Posting Evolve(Posting posting, JobEvent recorded) => recorded switch
    {
        JobEvent.FirstApplicationReceived => posting with { HasApplications = true },
        JobEvent.PositionReserved(var application, var until) =>
            posting.Without(application) with { Reserved = posting.Without(application).Reserved.Add(new Reservation(application, until)) },
        JobEvent.PositionReleased(var application, _) => posting.Without(application),
        JobEvent.PositionFilled(var application) =>
            posting.Without(application) with { Hired = posting.Without(application).Hired.Add(application) },
        _ => posting,
    };
}
