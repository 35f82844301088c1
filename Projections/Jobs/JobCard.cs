using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Jobs;

public enum JobStanding
{
    Draft,
    Open,
    Filled,
    Closed,
    Cancelled,
    Expired,
}

/// <summary>A job as the board lists it.</summary>
/// <param name="SkillCodes">The skills alone, for finding.</param>
/// <param name="HourlyAmount">What an hour pays, in the currency of the pay, rounded to its decimals; fixed pay is divided by the hours.</param>
/// <param name="Filled">How many positions are taken.</param>
/// <param name="PublishedAt">Null for a draft.</param>
public sealed record JobCard(
    Guid Id, EmployerId Employer, JobStanding State, Title Title, TimeWindow When, TimeZoneName Zone, Place? Place, bool Remote,
    ValueList<RequiredSkill> Skills, ValueList<string> SkillCodes, VerificationLevel Verification, Pay Pay, decimal HourlyAmount,
    Headcount Positions, int Filled, DateTimeOffset? PublishedAt, DateTimeOffset? ExpiresAt) : IDocument
{
    /// <summary>The place as PostgreSQL indexes it; null for remote work.</summary>
    public const string BoxSql =
        "box(point((data #> '{place,point,longitude}')::float8, (data #> '{place,point,latitude}')::float8), "
        + "point((data #> '{place,point,longitude}')::float8, (data #> '{place,point,latitude}')::float8))";

    /// <summary>When the job starts, as text that sorts as the instants do: all are written in UTC by one writer.</summary>
    public const string StartSql = """(data #>> '{when,start}') collate "C" """;

    public static Projection Projection { get; } = Definition.Projection.Of<JobCard>("job-board", version: 1)
        .Creates<JobEvent.Drafted>((e, _) => new(
            e.Job.Value, e.Employer, JobStanding.Draft, e.Terms.Title, e.Terms.When, e.Terms.Zone, e.Terms.Place, e.Terms.Place is null,
            e.Terms.Skills, Codes(e.Terms), e.Terms.Verification, e.Terms.Pay, HourlyOf(e.Terms),
            e.Terms.Positions, Filled: 0, PublishedAt: null, ExpiresAt: null))
        .On<JobEvent.Edited>((job, e) => job with
        {
            Title = e.Terms.Title,
            When = e.Terms.When,
            Zone = e.Terms.Zone,
            Place = e.Terms.Place,
            Remote = e.Terms.Place is null,
            Skills = e.Terms.Skills,
            SkillCodes = Codes(e.Terms),
            Verification = e.Terms.Verification,
            Pay = e.Terms.Pay,
            HourlyAmount = HourlyOf(e.Terms),
            Positions = e.Terms.Positions,
            ExpiresAt = e.ExpiresAt,
        })
        .On<JobEvent.Published>((job, e) => job with { State = JobStanding.Open, PublishedAt = e.At, ExpiresAt = e.ExpiresAt })
        .On<JobEvent.PositionFilled>((job, e) => job with { Filled = job.Filled + 1, Hidden = job.Hidden.Add(e.Application) })
        .On<JobEvent.PositionReleased>((job, e) => job with
        {
            Filled = job.Hidden.Contains(e.Application) ? job.Filled - 1 : job.Filled,
            Hidden = job.Hidden.Where(application => application != e.Application),
        })
        .On<JobEvent.Filled>((job, _) => job with { State = JobStanding.Filled })
        .On<JobEvent.Reopened>((job, _) => job with { State = JobStanding.Open })
        .On<JobEvent.Closed>((job, _) => job with { State = JobStanding.Closed })
        .On<JobEvent.Cancelled>((job, _) => job with { State = JobStanding.Cancelled })
        .On<JobEvent.Expired>((job, _) => job with { State = JobStanding.Expired })
        .IndexedBy("by_start", $"""((data ->> 'state') collate "C", {StartSql}, id)""")
        .IndexedBy("by_employer", $"""((data ->> 'employer') collate "C", {StartSql}, id)""")
        .IndexedBy("by_skill", "using gin ((data -> 'skillCodes'))")
        .IndexedBy("by_place", $"using gist (({BoxSql}))");

    /// <summary>The applications that hold the filled positions: a release does not say whether the position was filled.</summary>
    public ValueList<ApplicationId> Hidden { get; init; } = [];

    private static decimal HourlyOf(JobTerms terms) => decimal.Round(terms.HourlyAmount(), terms.Pay.Amount.Currency.Decimals);

    private static ValueList<string> Codes(JobTerms terms) => [.. terms.Skills.Select(required => required.Skill.Value)];
}
