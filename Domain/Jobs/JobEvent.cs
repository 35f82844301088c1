using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Jobs;

/// <summary>What happened to a job.</summary>
public abstract record JobEvent
{
    private JobEvent() { }

    /// <param name="RepostOf">The job that this one repeats, if any.</param>
    [EventName("job.drafted.v1")]
    public sealed record Drafted(JobId Job, EmployerId Employer, PersonId By, JobTerms Terms, JobId? RepostOf) : JobEvent;

    /// <param name="ExpiresAt">Until when the job is now open, since an edit may move its start; null for a draft.</param>
    [EventName("job.edited.v1")]
    public sealed record Edited(JobTerms Terms, DateTimeOffset? ExpiresAt) : JobEvent;

    /// <summary>A material edit came so late that these hired helpers are asked to confirm again.</summary>
    [EventName("job.reconfirmation-asked.v1")]
    public sealed record ReconfirmationAsked(ValueList<ApplicationId> Applications, int Policy) : JobEvent;

    /// <summary>An edit moved the work: these hired helpers are asked to move along, each of whom has the old time until they consent.</summary>
    [EventName("job.move-asked.v1")]
    public sealed record MoveAsked(ValueList<ApplicationId> Applications, TimeWindow When) : JobEvent;

    [EventName("job.published.v1")]
    public sealed record Published(Headcount Positions, DateTimeOffset At, DateTimeOffset ExpiresAt, int Policy) : JobEvent;

    /// <summary>Somebody applied for the first time: from now on, pay does not fall.</summary>
    [EventName("job.first-application-received.v1")]
    public sealed record FirstApplicationReceived(ApplicationId Application) : JobEvent;

    /// <param name="Until">When the reservation ends by itself, unless it was filled.</param>
    [EventName("job.position-reserved.v1")]
    public sealed record PositionReserved(ApplicationId Application, DateTimeOffset Until) : JobEvent;

    [EventName("job.position-released.v1")]
    public sealed record PositionReleased(ApplicationId Application, Reason Reason) : JobEvent;

    [EventName("job.position-filled.v1")]
    public sealed record PositionFilled(ApplicationId Application) : JobEvent;

    /// <summary>The last position was filled.</summary>
    [EventName("job.filled.v1")]
    public sealed record Filled : JobEvent;

    /// <summary>A filled job has a free position again.</summary>
    [EventName("job.reopened.v1")]
    public sealed record Reopened : JobEvent;

    /// <summary>The employer takes no more applications, or gives a draft up.</summary>
    [EventName("job.closed.v1")]
    public sealed record Closed(Reason? Reason) : JobEvent;

    [EventName("job.cancelled.v1")]
    public sealed record Cancelled(Reason Reason) : JobEvent;

    [EventName("job.expired.v1")]
    public sealed record Expired : JobEvent;
}

/// <summary>What a job asks and gives.</summary>
/// <param name="When">The one occurrence.</param>
/// <param name="Zone">The zone that the employer thinks of the times in.</param>
/// <param name="Place">Where the work is done; null is remote.</param>
/// <param name="Skills">From 1 to 20, each once.</param>
/// <param name="Verification">The level that a helper must hold through the job's end.</param>
/// <param name="Pay">For each person.</param>
/// <param name="Positions">How many people.</param>
public sealed record JobTerms(
    Title Title,
    Description Description,
    TimeWindow When,
    TimeZoneName Zone,
    Place? Place,
    ValueList<RequiredSkill> Skills,
    VerificationLevel Verification,
    Pay Pay,
    Headcount Positions)
{
    /// <summary>What an hour of the work pays, in the currency of the pay; fixed pay is divided by the hours.</summary>
    public decimal HourlyAmount() =>
        Pay.Kind is PayKind.Hourly ? Pay.Amount.Amount : Pay.Amount.Amount * TimeSpan.TicksPerHour / When.Length().Ticks;
}

public sealed record RequiredSkill(Skill Skill, SkillLevel MinimumLevel);
