using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Jobs.JobEvent>;

namespace LaborMarketplace.Domain.Jobs;

/// <summary>Who has a job's positions: reserved and filled ones together never exceed the headcount, however many race for them.</summary>
internal static class JobPositions
{
    private static readonly Reason Lapsed = new("The reservation lapsed.");

    /// <remarks>
    /// A repeat with a later end prolongs the reservation. Lapsed reservations stand in nobody's way, though their deadline may
    /// not have come by yet.
    /// </remarks>
    public static Decision<JobEvent> Reserve(JobState.Drafted job, JobCommand.ReservePosition reserve, DateTimeOffset now)
    {
        var (application, until) = reserve;
        if (job is not (JobState.Open or JobState.Filled))
        {
            return NotOpen(job);
        }

        var posting = ((JobState.Published)job).Posting;
        if (posting.Hired.Contains(application) || posting.ReservationOf(application)?.Until >= until)
        {
            return Unchanged;
        }

        if (until <= now)
        {
            return Reject("job.reservation-ends-in-past", "A reservation ends in the future.", ("until", until), ("now", now));
        }

        if (now >= posting.ExpiresAt)
        {
            return NotOpen(job);
        }

        var reserved = new JobEvent.PositionReserved(application, until);
        if (posting.Without(application).Taken < job.Facts.Terms.Positions.Value)
        {
            return Accept(reserved);
        }

        return posting.Reserved.FirstOrDefault(held => held.Until <= now) is { } lapsed
            ? Accept(new JobEvent.PositionReleased(lapsed.Application, Lapsed), reserved)
            : NoPositionFree(job);
    }

    /// <remarks>A filled job is open again, unless the time in which it could be open is over.</remarks>
    public static Decision<JobEvent> Release(JobState.Drafted job, ApplicationId application, Reason reason, DateTimeOffset now)
    {
        if (job is not JobState.Published { Posting: var posting } || posting.Without(application).Taken == posting.Taken)
        {
            return Unchanged;
        }

        var released = new JobEvent.PositionReleased(application, reason);
        return job is not JobState.Filled ? Accept(released)
            : now < posting.ExpiresAt ? Accept(released, new JobEvent.Reopened())
            : Accept(released, new JobEvent.Expired());
    }

    public static Decision<JobEvent> Lapse(JobState.Drafted job, ApplicationId application, DateTimeOffset now) =>
        job is JobState.Published published && published.Posting.ReservationOf(application)?.Until <= now
            ? Release(job, application, Lapsed, now)
            : Unchanged;

    public static Decision<JobEvent> Fill(JobState.Drafted job, ApplicationId application)
    {
        if (job is not JobState.Published { Facts.Terms.Positions: var positions, Posting: var posting })
        {
            return NotOpen(job);
        }

        if (posting.Hired.Contains(application))
        {
            return Unchanged;
        }

        if (job is JobState.Cancelled)
        {
            return JobDecider.Ended(job);
        }

        if (posting.ReservationOf(application) is null)
        {
            return Refuse("job.position-not-reserved", "A position is filled by whom it is reserved for; this reservation has lapsed or was released.",
                ("application", application));
        }

        var filled = new JobEvent.PositionFilled(application);
        return job is JobState.Open && posting.Hired.Count + 1 == positions.Value
            ? Accept(filled, new JobEvent.Filled())
            : Accept(filled);
    }

    public static Decision<JobEvent> NotOpen(JobState.Drafted job) =>
        Refuse("job.not-open", "The job takes no applications and offers: it is not published, or it has ended.", ("state", job.GetType().Name));

    private static Decision<JobEvent> NoPositionFree(JobState.Drafted job) =>
        Refuse("job.no-position-free", "Every position of the job is filled, or reserved for an offer that is out.", ("headcount", job.Facts.Terms.Positions));
}
