using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Assignments;

/// <summary>A check-in and what followed until the check-out. Where the helper stood is not kept.</summary>
/// <param name="OutAt">Null while the helper is at work.</param>
public sealed record Attendance(DateTimeOffset InAt, bool BySupervisorCode, ValueList<Break> Breaks, DateTimeOffset? OutAt);

/// <param name="To">Null while it lasts.</param>
public sealed record Break(DateTimeOffset From, DateTimeOffset? To);

/// <summary>An entry of worked time, with the ones that a correction has put aside.</summary>
public sealed record SheetEntry(TimeEntryId Id, TimeWindow Worked, Reason? Note, ValueList<PutAside> Corrected);

/// <param name="Reason">Why it was corrected.</param>
/// <param name="By">Who corrected it.</param>
public sealed record PutAside(TimeWindow Worked, Reason Reason, string By, DateTimeOffset At);

public sealed record SubmittedHours(TimeSpan Total, DateTimeOffset At, DateTimeOffset ApproveBy);

/// <param name="By">Null when nobody touched the hours in time.</param>
/// <param name="Amount">Null when nothing is owed.</param>
public sealed record ApprovedHours(PersonId? By, TimeSpan Total, Money? Amount, DateTimeOffset At);

/// <param name="Resolution">Null while it is open.</param>
public sealed record SheetDispute(Side By, Reason Reason, Description? Answer, SheetResolution? Resolution);

public sealed record SheetResolution(PersonId Reviewer, TimeSpan Total, Reason Reason);

/// <summary>The time worked on an assignment, and what became of it.</summary>
public sealed record TimeSheetView(
    Guid Id, JobId Job, EmployerId Employer, HelperId Helper, Pay Pay, ValueList<Attendance> Attendances, ValueList<SheetEntry> Entries,
    SubmittedHours? Submitted, ApprovedHours? Approved, SheetDispute? Dispute) : IDocument
{
    public static Projection Projection { get; } = Definition.Projection.Of<TimeSheetView>("time-sheet", version: 1)
        .Creates<AssignmentEvent.Scheduled>((e, _) => new(
            e.Assignment.Value, e.Job, e.Employer, e.Helper, e.Pay, Attendances: [], Entries: [], Submitted: null, Approved: null, Dispute: null))
        .On<AssignmentEvent.CheckedIn>((sheet, e) => sheet with
        {
            Attendances = sheet.Attendances.Add(new(e.At, e.Proof is CheckInProof.SupervisorCode, Breaks: [], OutAt: null)),
        })
        .On<AssignmentEvent.BreakStarted>((sheet, e) => sheet.Attending(now => now with { Breaks = now.Breaks.Add(new(e.At, To: null)) }))
        .On<AssignmentEvent.BreakEnded>((sheet, e) => sheet.Attending(now => now with
        {
            Breaks = [.. now.Breaks.Select(pause => pause.To is null ? pause with { To = e.At } : pause)],
        }))
        .On<AssignmentEvent.CheckedOut>((sheet, e) => sheet.Attending(now => now with { OutAt = e.At }))
        .On<AssignmentEvent.TimeEntryAdded>((sheet, e) => sheet with { Entries = sheet.Entries.Add(new(e.Entry, e.Worked, e.Note, Corrected: [])) })
        .On<AssignmentEvent.TimeEntryCorrected>((sheet, e, recorded) => sheet with
        {
            Entries = [.. sheet.Entries.Select(entry => entry.Id == e.Entry
                ? entry with { Worked = e.Worked, Corrected = entry.Corrected.Add(new(entry.Worked, e.Reason, recorded.By, recorded.At)) }
                : entry)],
        })
        .On<AssignmentEvent.HoursSubmitted>((sheet, e, recorded) => sheet with { Submitted = new(e.Total, recorded.At, e.ApproveBy) })
        .On<AssignmentEvent.HoursApproved>((sheet, e, recorded) => sheet with { Approved = new(e.By, e.Total, e.Amount, recorded.At) })
        .On<AssignmentEvent.DisputeOpened>((sheet, e) => sheet with { Dispute = new(e.By, e.Reason, Answer: null, Resolution: null) })
        .On<AssignmentEvent.NoShowContested>((sheet, e) => sheet with { Dispute = new(Side.Helper, e.Reason, Answer: null, Resolution: null) })
        .On<AssignmentEvent.DisputeAnswered>((sheet, e) => sheet with { Dispute = sheet.Dispute! with { Answer = e.Answer } })
        .On<AssignmentEvent.DisputeResolved>((sheet, e) => sheet with { Dispute = sheet.Dispute! with { Resolution = new(e.Reviewer, e.Total, e.Reason) } });

    /// <summary>Changes the attendance that is not over.</summary>
    private TimeSheetView Attending(Func<Attendance, Attendance> change) =>
        this with { Attendances = [.. Attendances.Select(attendance => attendance.OutAt is null ? change(attendance) : attendance)] };
}
