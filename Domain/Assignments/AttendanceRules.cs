using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Assignments.AssignmentEvent>;

namespace LaborMarketplace.Domain.Assignments;

/// <summary>
/// Being at work, and the time that is entered for it. A check-out enters each stretch of work between breaks as an entry of its
/// own, so that what is paid is the plain sum of the entries. Work without a check-in is entered by hand.
/// </summary>
internal static class AttendanceRules
{
    public static Decision<AssignmentEvent> CheckIn(Policy policy, AssignmentState.Existing work, CheckInEvidence evidence, DateTimeOffset now) => work switch
    {
        AssignmentState.InProgress { Shift: not null } => Unchanged,
        AssignmentState.Scheduled => Refuse("assignment.not-confirmed", "The helper confirms the assignment before checking in."),
        AssignmentState.Confirmed =>
            CheckInRules.Broken(policy, work.Facts, TimeSheet.Empty, evidence, now) ?? Accept(CheckInRules.CheckedIn(policy, work.Facts, evidence, now)),
        AssignmentState.InProgress at =>
            CheckInRules.Broken(policy, at.Facts, at.Sheet, evidence, now) ?? Accept(CheckInRules.CheckedIn(policy, at.Facts, evidence, now)),
        _ => NotAtWork(work),
    };

    public static Decision<AssignmentEvent> StartBreak(AssignmentState.Existing work, DateTimeOffset now) => work switch
    {
        AssignmentState.InProgress { Shift: { OnBreak: false } shift } => Accept(new AssignmentEvent.BreakStarted(shift.NotBefore(now))),
        AssignmentState.InProgress { Shift.OnBreak: true } => Unchanged,
        _ => NotAtWork(work),
    };

    public static Decision<AssignmentEvent> EndBreak(AssignmentState.Existing work, DateTimeOffset now) => work switch
    {
        AssignmentState.InProgress { Shift: { OnBreak: true } shift } => Accept(new AssignmentEvent.BreakEnded(shift.NotBefore(now))),
        AssignmentState.InProgress { Shift.OnBreak: false } => Unchanged,
        _ => NotAtWork(work),
    };

    /// <param name="entry">The id of the first stretch's entry; those after it derive theirs from it.</param>
    public static Decision<AssignmentEvent> CheckOut(Policy policy, AssignmentState.Existing work, TimeEntryId entry, DateTimeOffset now)
    {
        if (work is not AssignmentState.InProgress at)
        {
            return NotAtWork(work);
        }

        if (at.Shift is not { } shift)
        {
            return Unchanged;
        }

        var instant = shift.NotBefore(now);
        var entries = shift.StretchesUntil(instant, at.Facts.When.End + policy.OverrunCountedFor)
            .Select((stretch, number) => new TimeEntry(number == 0 ? entry : DerivedId.TimeEntry(entry, number), stretch))
            .ToValueList();
        if (entries.FirstOrDefault(added => at.Sheet.Of(added.Id) is not null) is { } known)
        {
            return EntryExists(known.Id);
        }

        return Accept([
            .. shift.OnBreak ? [new AssignmentEvent.BreakEnded(instant)] : Array.Empty<AssignmentEvent>(),
            new AssignmentEvent.CheckedOut(instant),
            .. entries.Select(added => new AssignmentEvent.TimeEntryAdded(added.Id, added.Worked, null))]);
    }

    public static Decision<AssignmentEvent> AddTimeEntry(Policy policy, AssignmentState.Existing work, AssignmentCommand.AddTimeEntry add, DateTimeOffset now)
    {
        var entry = new TimeEntry(add.Entry, add.Worked);
        var sheet = SheetOf(work);
        return sheet is null ? NotAtWork(work)
            : sheet.Of(entry.Id) == entry ? Unchanged
            : sheet.Of(entry.Id) is not null ? EntryExists(entry.Id)
            : Broken(policy, work, sheet, entry, now) ?? Accept(new AssignmentEvent.TimeEntryAdded(entry.Id, entry.Worked, add.Note));
    }

    public static Decision<AssignmentEvent> CorrectTimeEntry(
        Policy policy, AssignmentState.Existing work, AssignmentCommand.CorrectTimeEntry correct, DateTimeOffset now)
    {
        var entry = new TimeEntry(correct.Entry, correct.Worked);
        var sheet = SheetOf(work);
        return sheet is null ? NotAtWork(work)
            : sheet.Of(entry.Id) == entry ? Unchanged
            : sheet.Of(entry.Id) is null ? Reject("assignment.entry-unknown", "There is no such time entry to correct.", ("entry", entry.Id))
            : Broken(policy, work, sheet, entry, now) ?? Accept(new AssignmentEvent.TimeEntryCorrected(entry.Id, entry.Worked, correct.Reason));
    }

    /// <returns>The rule that the entry breaks; null when it may stand.</returns>
    private static Decision<AssignmentEvent>? Broken(Policy policy, AssignmentState.Existing work, TimeSheet sheet, TimeEntry entry, DateTimeOffset now)
    {
        var (from, until) = (work.Facts.When.Start - policy.CheckInOpensBefore, work.Facts.When.End + policy.OverrunCountedFor);
        if (entry.Worked.Start < from || entry.Worked.End > until)
        {
            return Reject("assignment.entry-outside-time", "Work counts from when a check-in is taken until a while after the assignment's end.",
                ("worked", entry.Worked), ("from", from), ("until", until));
        }

        if (entry.Worked.End > now)
        {
            return Reject("assignment.entry-in-future", "Time is entered once it has been worked.", ("worked", entry.Worked), ("now", now));
        }

        if (work is AssignmentState.InProgress { Shift: { } shift } && entry.Worked.End > shift.CheckedInAt)
        {
            return Refuse("assignment.entry-during-shift", "The helper is checked in; the check-out will enter the time since then.",
                ("worked", entry.Worked), ("checkedInAt", shift.CheckedInAt));
        }

        return sheet.Overlapping(entry) is { } other
            ? Refuse("assignment.entries-overlap", "Time entries do not overlap; correct the one that is there.", ("entry", other.Id), ("worked", other.Worked))
            : null;
    }

    private static TimeSheet? SheetOf(AssignmentState.Existing work) => work switch
    {
        AssignmentState.Confirmed => TimeSheet.Empty,
        AssignmentState.InProgress at => at.Sheet,
        AssignmentState.Completed done => done.Sheet,
        _ => null,
    };

    private static Decision<AssignmentEvent> EntryExists(TimeEntryId entry) =>
        Refuse("assignment.entry-exists", "A time entry with this id is there already; correct it instead.", ("entry", entry));

    private static Decision<AssignmentEvent> NotAtWork(AssignmentState.Existing work) =>
        Refuse(
            "assignment.not-at-work", "This is for a helper who is at work, between check-in and check-out, or before the hours are submitted.",
            ("state", work.GetType().Name));
}
