using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Assignments;

/// <summary>What happened to an assignment.</summary>
public abstract record AssignmentEvent
{
    private AssignmentEvent() { }

    [EventName("assignment.scheduled.v1")]
    public sealed record Scheduled(
        AssignmentId Assignment, ApplicationId Application, JobId Job, EmployerId Employer, HelperId Helper,
        TimeWindow When, TimeZoneName Zone, Place? Place, Pay Pay) : AssignmentEvent;

    [EventName("assignment.confirmed.v1")]
    public sealed record Confirmed : AssignmentEvent;

    /// <summary>The job changed late: the helper has to confirm again.</summary>
    [EventName("assignment.confirmation-asked.v1")]
    public sealed record ConfirmationAsked : AssignmentEvent;

    /// <param name="When">The time that was agreed, when the side takes its proposal back.</param>
    [EventName("assignment.reschedule-proposed.v1")]
    public sealed record RescheduleProposed(Side By, TimeWindow When) : AssignmentEvent;

    [EventName("assignment.rescheduled.v1")]
    public sealed record Rescheduled(TimeWindow When) : AssignmentEvent;

    /// <param name="Position">Where the helper was, when that is the proof; null otherwise.</param>
    [EventName("assignment.checked-in.v2")]
    public sealed record CheckedIn(
        CheckInProof Proof, [property: Personal] GeoPoint? Position, double? AccuracyInMetres, DateTimeOffset At, int Policy) : AssignmentEvent;

    [EventName("assignment.break-started.v1")]
    public sealed record BreakStarted(DateTimeOffset At) : AssignmentEvent;

    [EventName("assignment.break-ended.v1")]
    public sealed record BreakEnded(DateTimeOffset At) : AssignmentEvent;

    [EventName("assignment.checked-out.v1")]
    public sealed record CheckedOut(DateTimeOffset At) : AssignmentEvent;

    [EventName("assignment.time-entry-added.v1")]
    public sealed record TimeEntryAdded(TimeEntryId Entry, TimeWindow Worked, [property: Personal] Reason? Note) : AssignmentEvent;

    /// <summary>Stands beside the entry it corrects, which stays.</summary>
    [EventName("assignment.time-entry-corrected.v1")]
    public sealed record TimeEntryCorrected(TimeEntryId Entry, TimeWindow Worked, [property: Personal] Reason Reason) : AssignmentEvent;

    [EventName("assignment.completed.v1")]
    public sealed record Completed : AssignmentEvent;

    /// <param name="ApproveBy">When the hours are approved by themselves, unless somebody touches them.</param>
    [EventName("assignment.hours-submitted.v1")]
    public sealed record HoursSubmitted(TimeSpan Total, DateTimeOffset ApproveBy, int Policy) : AssignmentEvent;

    /// <param name="By">Who approved; null when nobody touched the hours in time.</param>
    /// <param name="Amount">What is owed for them; null when nothing is.</param>
    /// <param name="CloseBy">When the assignment closes and ratings are shown, whoever has rated.</param>
    [EventName("assignment.hours-approved.v1")]
    public sealed record HoursApproved(PersonId? By, TimeSpan Total, Money? Amount, DateTimeOffset CloseBy, int Policy) : AssignmentEvent;

    [EventName("assignment.dispute-opened.v1")]
    public sealed record DisputeOpened(Side By, [property: Personal] Reason Reason) : AssignmentEvent;

    [EventName("assignment.dispute-answered.v1")]
    public sealed record DisputeAnswered(Side By, [property: Personal] Description Answer) : AssignmentEvent;

    /// <param name="Total">The hours that the reviewer found; none of a contested no-show means that it stands.</param>
    [EventName("assignment.dispute-resolved.v1")]
    public sealed record DisputeResolved(PersonId Reviewer, TimeSpan Total, [property: Personal] Reason Reason) : AssignmentEvent;

    /// <param name="Fee">What the side that cancelled owes; null when it was early enough, or the marketplace cancelled.</param>
    [EventName("assignment.cancelled.v1")]
    public sealed record Cancelled(Side By, [property: Personal] Reason Reason, bool Late, Money? Fee, int Policy) : AssignmentEvent;

    [EventName("assignment.no-show-reported.v1")]
    public sealed record NoShowReported(DateTimeOffset ContestBy, int Policy) : AssignmentEvent;

    /// <summary>The helper says that they came: a reviewer has to find out.</summary>
    [EventName("assignment.no-show-contested.v1")]
    public sealed record NoShowContested([property: Personal] Reason Reason) : AssignmentEvent;

    [EventName("assignment.rated.v1")]
    public sealed record Rated(Side By, Stars Stars, [property: Personal] Description? Comment) : AssignmentEvent;

    /// <summary>Both have rated, or the wait is over: the ratings are shown.</summary>
    [EventName("assignment.ratings-revealed.v1")]
    public sealed record RatingsRevealed : AssignmentEvent;

    [EventName("assignment.closed.v1")]
    public sealed record Closed : AssignmentEvent;
}

/// <summary>What a check-in was taken on.</summary>
public enum CheckInProof
{
    /// <summary>The helper was at the place.</summary>
    Position,

    /// <summary>The supervisor's code was given.</summary>
    SupervisorCode,

    /// <summary>None: the work has no place.</summary>
    Remote,
}

/// <summary>Which party of an assignment did something.</summary>
public enum Side
{
    Helper,
    Employer,
    Marketplace,
}
