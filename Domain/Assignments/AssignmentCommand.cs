using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Assignments;

/// <summary>What can be asked of an assignment's stream.</summary>
public abstract record AssignmentCommand
{
    private AssignmentCommand() { }

    public sealed record Schedule(
        AssignmentId Assignment, ApplicationId Application, JobId Job, EmployerId Employer, HelperId Helper,
        TimeWindow When, TimeZoneName Zone, Place? Place, Pay Pay) : AssignmentCommand;

    public sealed record Confirm : AssignmentCommand;

    /// <summary>Asked by the process that follows late edits of the job.</summary>
    public sealed record AskConfirmation : AssignmentCommand;

    /// <summary>
    /// Proposes another time, or consents when the other side has proposed the same. The time that is agreed already takes the side's own
    /// proposal back.
    /// </summary>
    public sealed record Reschedule(Side By, TimeWindow When) : AssignmentCommand;

    /// <param name="Evidence">Where the helper is, or that the supervisor's code was right.</param>
    public sealed record CheckIn(CheckInEvidence Evidence) : AssignmentCommand;

    public sealed record StartBreak : AssignmentCommand;

    public sealed record EndBreak : AssignmentCommand;

    /// <param name="Entry">The id of the first time entry that it makes; those after it derive theirs from it.</param>
    public sealed record CheckOut(TimeEntryId Entry) : AssignmentCommand;

    public sealed record AddTimeEntry(TimeEntryId Entry, TimeWindow Worked, Reason? Note) : AssignmentCommand;

    public sealed record CorrectTimeEntry(TimeEntryId Entry, TimeWindow Worked, Reason Reason) : AssignmentCommand;

    public sealed record Complete : AssignmentCommand;

    public sealed record SubmitHours : AssignmentCommand;

    public sealed record ApproveHours(PersonId By) : AssignmentCommand;

    /// <summary>Asked by the deadline; does nothing before it.</summary>
    public sealed record ApproveUntouchedHours : AssignmentCommand;

    public sealed record OpenDispute(Side By, Reason Reason) : AssignmentCommand;

    public sealed record AnswerDispute(Side By, Description Answer) : AssignmentCommand;

    /// <param name="Total">The hours that the reviewer found; none of a contested no-show means that it stands.</param>
    public sealed record ResolveDispute(PersonId Reviewer, TimeSpan Total, Reason Reason) : AssignmentCommand;

    public sealed record Cancel(Side By, Reason Reason) : AssignmentCommand;

    public sealed record ReportNoShow : AssignmentCommand;

    public sealed record ContestNoShow(Reason Reason) : AssignmentCommand;

    public sealed record Rate(Side By, Stars Stars, Description? Comment) : AssignmentCommand;

    /// <summary>Asked by the deadline; does nothing before it.</summary>
    public sealed record Close : AssignmentCommand;
}

/// <summary>What a check-in shows.</summary>
public abstract record CheckInEvidence
{
    private CheckInEvidence() { }

    /// <param name="AccuracyInMetres">As the device reports it, 0 to 1,000.</param>
    public sealed record Position(GeoPoint Point, double AccuracyInMetres) : CheckInEvidence;

    public sealed record SupervisorCode(bool Right) : CheckInEvidence;

    /// <summary>The work is remote, so nothing need be shown.</summary>
    public sealed record Remote : CheckInEvidence;
}
