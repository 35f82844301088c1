using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Assignments.AssignmentEvent>;

namespace LaborMarketplace.Domain.Assignments;

/// <summary>
/// An assignment's rules. Here stand those of the agreement: when the work is and whether it comes about; those of the work are
/// in <see cref="AttendanceRules"/>, of the hours in <see cref="HoursRules"/>, of the ratings in <see cref="RatingRules"/>.
/// </summary>
public static class AssignmentDecider
{
    public static Decider<AssignmentState, AssignmentCommand, AssignmentEvent> For(Policy policy) =>
        new("assignment", new AssignmentState.NotScheduled(), (state, command, now) => Decide(policy, state, command, now), AssignmentEvolution.Evolve);

    private static Decision<AssignmentEvent> Decide(
        Policy policy, AssignmentState state, AssignmentCommand command, DateTimeOffset now) =>
        (state, command) switch
        {
            (_, AssignmentCommand.Schedule schedule) => Schedule(state, schedule),
            (AssignmentState.Existing work, AssignmentCommand.Confirm) => Confirm(work),
            (AssignmentState.Existing work, AssignmentCommand.AskConfirmation) => AskConfirmation(work),
            (AssignmentState.Existing work, AssignmentCommand.Reschedule reschedule) => Reschedule(work, reschedule, now),
            (AssignmentState.Existing work, AssignmentCommand.Cancel cancel) => Cancel(policy, work, cancel, now),
            (AssignmentState.Existing work, AssignmentCommand.ReportNoShow) => ReportNoShow(policy, work, now),
            (AssignmentState.Existing work, AssignmentCommand.ContestNoShow contest) => ContestNoShow(work, contest, now),
            (AssignmentState.Existing work, AssignmentCommand.CheckIn checkIn) => AttendanceRules.CheckIn(policy, work, checkIn.Evidence, now),
            (AssignmentState.Existing work, AssignmentCommand.StartBreak) => AttendanceRules.StartBreak(work, now),
            (AssignmentState.Existing work, AssignmentCommand.EndBreak) => AttendanceRules.EndBreak(work, now),
            (AssignmentState.Existing work, AssignmentCommand.CheckOut checkOut) => AttendanceRules.CheckOut(policy, work, checkOut.Entry, now),
            (AssignmentState.Existing work, AssignmentCommand.AddTimeEntry add) => AttendanceRules.AddTimeEntry(policy, work, add, now),
            (AssignmentState.Existing work, AssignmentCommand.CorrectTimeEntry correct) => AttendanceRules.CorrectTimeEntry(policy, work, correct, now),
            (AssignmentState.Existing work, AssignmentCommand.Complete) => HoursRules.Complete(work),
            (AssignmentState.Existing work, AssignmentCommand.SubmitHours) => HoursRules.Submit(policy, work, now),
            (AssignmentState.Existing work, AssignmentCommand.ApproveHours approve) => HoursRules.Approve(policy, work, approve.By, now),
            (AssignmentState.Existing work, AssignmentCommand.ApproveUntouchedHours) => HoursRules.ApproveUntouched(policy, work, now),
            (AssignmentState.Existing work, AssignmentCommand.OpenDispute open) => HoursRules.OpenDispute(work, open, now),
            (AssignmentState.Existing work, AssignmentCommand.AnswerDispute answer) => HoursRules.AnswerDispute(work, answer),
            (AssignmentState.Existing work, AssignmentCommand.ResolveDispute resolve) => HoursRules.ResolveDispute(policy, work, resolve, now),
            (AssignmentState.Existing work, AssignmentCommand.Rate rate) => RatingRules.Rate(work, rate, now),
            (AssignmentState.Existing work, AssignmentCommand.Close) => RatingRules.Close(work, now),
            _ => NotFound("assignment.not-found", "There is no assignment with this id."),
        };

    private static Decision<AssignmentEvent> Schedule(AssignmentState state, AssignmentCommand.Schedule asked) => state switch
    {
        AssignmentState.NotScheduled => Accept(new AssignmentEvent.Scheduled(
            asked.Assignment, asked.Application, asked.Job, asked.Employer, asked.Helper, asked.When, asked.Zone, asked.Place, asked.Pay)),
        AssignmentState.Existing work when work.Facts.Application == asked.Application => Unchanged,
        _ => Refuse("assignment.exists", "Another application's assignment has this id.", ("assignment", asked.Assignment)),
    };

    private static Decision<AssignmentEvent> Confirm(AssignmentState.Existing work) => work switch
    {
        AssignmentState.Scheduled => Accept(new AssignmentEvent.Confirmed()),
        AssignmentState.Confirmed => Unchanged,
        _ => NotAhead(work),
    };

    /// <remarks>Whoever is at work already, or never will be, is asked nothing.</remarks>
    private static Decision<AssignmentEvent> AskConfirmation(AssignmentState.Existing work) =>
        work is AssignmentState.Confirmed ? Accept(new AssignmentEvent.ConfirmationAsked()) : Unchanged;

    private static Decision<AssignmentEvent> Reschedule(AssignmentState.Existing work, AssignmentCommand.Reschedule asked, DateTimeOffset now)
    {
        if (!IsAhead(work, out var proposal))
        {
            return NotAhead(work);
        }

        if (proposal == new RescheduleProposal(asked.By, asked.When))
        {
            return Unchanged;
        }

        if (asked.When == work.Facts.When)
        {
            return proposal is not null && proposal.By == asked.By
                ? Accept(new AssignmentEvent.RescheduleProposed(asked.By, asked.When))
                : Unchanged;
        }

        if (asked.By is Side.Marketplace)
        {
            return NotAParty;
        }

        if (work.Facts.When.Start <= now || asked.When.Start <= now)
        {
            return Refuse("assignment.starts-in-past", "Work is moved before it starts, to a time that has not started yet.",
                ("start", work.Facts.When.Start), ("newStart", asked.When.Start), ("now", now));
        }

        return proposal?.When == asked.When
            ? Accept(new AssignmentEvent.Rescheduled(asked.When))
            : Accept(new AssignmentEvent.RescheduleProposed(asked.By, asked.When));
    }

    private static Decision<AssignmentEvent> Cancel(Policy policy, AssignmentState.Existing work, AssignmentCommand.Cancel cancel, DateTimeOffset now)
    {
        if (work is AssignmentState.Cancelled)
        {
            return Unchanged;
        }

        if (!IsAhead(work, out _))
        {
            return NotAhead(work);
        }

        var late = work.Facts.When.Start - now < policy.CancellationIsLateBefore;
        var fee = late && cancel.By is not Side.Marketplace ? Owed.ForLateCancellation(policy, work.Facts) : null;
        return Accept(new AssignmentEvent.Cancelled(cancel.By, cancel.Reason, late, fee, policy.Version));
    }

    private static Decision<AssignmentEvent> ReportNoShow(Policy policy, AssignmentState.Existing work, DateTimeOffset now)
    {
        if (work is AssignmentState.NoShow or AssignmentState.Disputed { Dispute.NoShowContestableUntil: not null })
        {
            return Unchanged;
        }

        if (!IsAhead(work, out _))
        {
            return NotAhead(work);
        }

        var from = work.Facts.When.Start + policy.NoShowReportedAfter;
        return now < from
            ? Refuse(
                "assignment.no-show-too-early", "A no-show is reported some time after the start, so that who is late can still come.",
                ("from", from), ("now", now))
            : Accept(new AssignmentEvent.NoShowReported(now + policy.NoShowContestedWithin, policy.Version));
    }

    private static Decision<AssignmentEvent> ContestNoShow(
        AssignmentState.Existing work, AssignmentCommand.ContestNoShow contest, DateTimeOffset now) =>
        work switch
        {
            AssignmentState.Disputed { Dispute.NoShowContestableUntil: not null } => Unchanged,
            AssignmentState.NoShow { Resolution: not null } =>
                Refuse("assignment.no-show-stands", "A reviewer has looked into this no-show already, and it stands."),
            AssignmentState.NoShow noShow when now >= noShow.ContestBy =>
                Refuse("assignment.contest-too-late", "The time to contest this no-show is over.", ("contestBy", noShow.ContestBy), ("now", now)),
            AssignmentState.NoShow => Accept(new AssignmentEvent.NoShowContested(contest.Reason)),
            _ => Refuse("assignment.no-show-not-reported", "No no-show is reported.", ("state", work.GetType().Name)),
        };

    private static bool IsAhead(AssignmentState.Existing work, out RescheduleProposal? proposal)
    {
        proposal = work switch
        {
            AssignmentState.Scheduled scheduled => scheduled.Proposal,
            AssignmentState.Confirmed confirmed => confirmed.Proposal,
            _ => null,
        };
        return work is AssignmentState.Scheduled or AssignmentState.Confirmed;
    }

    private static Decision<AssignmentEvent> NotAhead(AssignmentState.Existing work) =>
        Refuse("assignment.not-ahead", "This can be done while the work is still ahead: it has begun, or will not come about.", ("state", work.GetType().Name));

    internal static Decision<AssignmentEvent> NotAParty =>
        Reject("assignment.not-a-party", "Only the helper or the employer does this.");
}
