using LaborMarketplace.Domain.Skills;
using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Jobs.JobEvent>;

namespace LaborMarketplace.Domain.Jobs;

/// <summary>What a job may ask and give, whenever its terms are set and once more when it is published.</summary>
internal static class JobTermsRules
{
    private const int MostSkills = 20;

    /// <returns>The rule that the terms break; null when they keep them all.</returns>
    public static Decision<JobEvent>? Broken(Policy policy, JobTerms terms, DateTimeOffset now)
    {
        if (terms.When.Start <= now)
        {
            return Reject("job.starts-in-past", "A job starts in the future.", ("start", terms.When.Start), ("now", now));
        }

        return BrokenBySkills(terms.Skills) ?? BrokenByPay(policy, terms);
    }

    /// <summary>A job is open until its start, or for the policy's longest time, whichever comes first.</summary>
    public static DateTimeOffset Expiry(Policy policy, JobTerms terms, DateTimeOffset publishedAt)
    {
        var latest = publishedAt + policy.JobOpenAtMost;
        return terms.When.Start < latest ? terms.When.Start : latest;
    }

    private static Decision<JobEvent>? BrokenBySkills(ValueList<RequiredSkill> skills)
    {
        if (skills.Count is < 1 or > MostSkills)
        {
            return Reject("job.skills-out-of-range", $"A job asks for 1 to {MostSkills} skills.", ("skills", skills.Count));
        }

        if (skills.GroupBy(required => required.Skill).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            return Reject("job.skill-twice", "A job asks for a skill once.", ("skill", twice.Key));
        }

        return skills.FirstOrDefault(required => !SkillCatalogue.Contains(required.Skill)) is { } unknown
            ? Reject("job.skill-unknown", "A job asks for skills of the catalogue.", ("skill", unknown.Skill))
            : null;
    }

    /// <remarks>
    /// The minimum is an amount in one currency. Pay in another cannot be held against it without an exchange rate, which would be
    /// a clock of its own; it is only above zero, as all money is.
    /// </remarks>
    private static Decision<JobEvent>? BrokenByPay(Policy policy, JobTerms terms)
    {
        var minimum = policy.MinimumHourlyPayIn(terms.Place?.Region);
        var hourly = terms.HourlyAmount();
        return terms.Pay.Amount.Currency == minimum.Currency && hourly < minimum.Amount
            ? Reject("job.pay-below-minimum", $"A job pays at least {minimum} an hour here; fixed pay is divided by the hours of the work.",
                ("hourly", hourly), ("minimum", minimum.Amount), ("currency", minimum.Currency))
            : null;
    }
}
