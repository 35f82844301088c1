using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Jobs.JobEvent>;

namespace LaborMarketplace.Domain.Jobs;

/// <summary>What may change once others rely on a job.</summary>
/// <remarks>
/// Whoever is hired keeps what was agreed. A job that moves asks them to move along, to which they consent as to any other rescheduling;
/// other place and pay hold for whoever is hired from then on.
/// </remarks>
internal static class JobEdit
{
    public static Decision<JobEvent> Decide(Policy policy, JobState.Drafted job, JobTerms terms, DateTimeOffset now) => job switch
    {
        _ when job.Facts.Terms == terms => Unchanged,
        JobState.Draft => JobTermsRules.Broken(policy, terms, now) ?? Accept(new JobEvent.Edited(terms, null)),
        JobState.Open open when !open.IsOpen(now) => JobDecider.Ended(job),
        JobState.Filled when job.Facts.Terms.When.Start <= now =>
            Refuse("job.started", "The work has begun; agree on changes with each hired helper.", ("start", job.Facts.Terms.When.Start)),
        JobState.Open or JobState.Filled => JobTermsRules.Broken(policy, terms, now) ?? DecidePublished(policy, (JobState.Published)job, terms, now),
        _ => JobDecider.Ended(job),
    };

    private static Decision<JobEvent> DecidePublished(Policy policy, JobState.Published job, JobTerms terms, DateTimeOffset now)
    {
        var (facts, posting) = job;
        if (posting.HasApplications && Falls(facts.Terms.Pay, terms.Pay))
        {
            return Reject("job.pay-falls", "Since somebody has applied, the pay keeps its kind and currency and does not fall.",
                ("pay", terms.Pay), ("was", facts.Terms.Pay));
        }

        if (terms.Positions.Value < posting.Taken)
        {
            return Refuse("job.headcount-below-taken", "A job keeps the positions that are filled or reserved for an offer.",
                ("headcount", terms.Positions), ("reserved", posting.Reserved.Count), ("filled", posting.Hired.Count));
        }

        var expiry = JobTermsRules.Expiry(policy, terms, posting.PublishedAt);
        if (expiry <= now)
        {
            return Refuse("job.posting-over", "The job has been open for as long as a job can be; post it again instead.", ("published", posting.PublishedAt));
        }

        return Accept([new JobEvent.Edited(terms, expiry), .. Consequences(policy, job, terms, now)]);
    }

    private static IEnumerable<JobEvent> Consequences(Policy policy, JobState.Published job, JobTerms terms, DateTimeOffset now)
    {
        var (facts, posting) = job;
        if (posting.Hired.Count > 0 && IsMaterial(facts.Terms, terms) && IsLate(policy, facts.Terms, terms, now))
        {
            yield return new JobEvent.ReconfirmationAsked(posting.Hired, policy.Version);
        }

        if (posting.Hired.Count > 0 && facts.Terms.When != terms.When)
        {
            yield return new JobEvent.MoveAsked(posting.Hired, terms.When);
        }

        if (job is JobState.Filled && terms.Positions.Value > posting.Hired.Count)
        {
            yield return new JobEvent.Reopened();
        }
        else if (job is JobState.Open && terms.Positions.Value == posting.Hired.Count)
        {
            yield return new JobEvent.Filled();
        }
    }

    private static bool Falls(Pay was, Pay pay) =>
        pay.Kind != was.Kind || pay.Amount.Currency != was.Amount.Currency || pay.Amount.Amount < was.Amount.Amount;

    private static bool IsMaterial(JobTerms was, JobTerms terms) =>
        was.When != terms.When || was.Place != terms.Place || was.Pay != terms.Pay || was.Skills != terms.Skills;

    /// <summary>Late is measured to the earlier of the old and the new start: whoever is hired has to be there by then.</summary>
    private static bool IsLate(Policy policy, JobTerms was, JobTerms terms, DateTimeOffset now) =>
        (was.When.Start < terms.When.Start ? was : terms).When.Start - now < policy.EditIsLateBefore;
}
