namespace LaborMarketplace.Domain.Assignments;

/// <summary>What an assignment becomes by what happened.</summary>
internal static class AssignmentEvolution
{
    public static AssignmentState Evolve(AssignmentState state, AssignmentEvent recorded) => (state, recorded) switch
    {
        (_, AssignmentEvent.Scheduled e) => new AssignmentState.Scheduled(
            new AssignmentFacts(e.Assignment, e.Application, e.Job, e.Employer, e.Helper, e.When, e.Zone, e.Place, e.Pay), null),
        (AssignmentState.Scheduled or AssignmentState.Confirmed, _) => Ahead((AssignmentState.Existing)state, recorded),
        (AssignmentState.InProgress work, _) => AtWork(work, recorded),
        (AssignmentState.Completed or AssignmentState.HoursSubmitted, _) => Counted((AssignmentState.Existing)state, recorded),
        (AssignmentState.Disputed or AssignmentState.HoursApproved or AssignmentState.NoShow, _) => Settled((AssignmentState.Existing)state, recorded),
        _ => state,
    };

    private static AssignmentState.Existing Ahead(AssignmentState.Existing work, AssignmentEvent recorded) => (work, recorded) switch
    {
        (AssignmentState.Scheduled scheduled, AssignmentEvent.Confirmed) => new AssignmentState.Confirmed(work.Facts, scheduled.Proposal),
        (AssignmentState.Confirmed confirmed, AssignmentEvent.ConfirmationAsked) => new AssignmentState.Scheduled(work.Facts, confirmed.Proposal),
        (AssignmentState.Scheduled scheduled, AssignmentEvent.RescheduleProposed e) => scheduled with { Proposal = Proposal(work.Facts, e) },
        (AssignmentState.Confirmed confirmed, AssignmentEvent.RescheduleProposed e) => confirmed with { Proposal = Proposal(work.Facts, e) },
        (AssignmentState.Scheduled, AssignmentEvent.Rescheduled e) => new AssignmentState.Scheduled(work.Facts with { When = e.When }, null),
        (AssignmentState.Confirmed, AssignmentEvent.Rescheduled e) => new AssignmentState.Confirmed(work.Facts with { When = e.When }, null),
        (_, AssignmentEvent.Cancelled) => new AssignmentState.Cancelled(work.Facts),
        (_, AssignmentEvent.NoShowReported e) => new AssignmentState.NoShow(work.Facts, e.ContestBy, null),
        (_, AssignmentEvent.CheckedIn or AssignmentEvent.TimeEntryAdded) => AtWork(new AssignmentState.InProgress(work.Facts, TimeSheet.Empty, null), recorded),
        _ => work,
    };

    private static RescheduleProposal? Proposal(AssignmentFacts facts, AssignmentEvent.RescheduleProposed e) =>
        e.When == facts.When ? null : new RescheduleProposal(e.By, e.When);

    private static AssignmentState.Existing AtWork(AssignmentState.InProgress work, AssignmentEvent recorded) => recorded switch
    {
        AssignmentEvent.CheckedIn e => work with { Shift = new Shift(e.At, [], e.At, false) },
        AssignmentEvent.BreakStarted e => work with { Shift = work.Shift?.BreakFrom(e.At) },
        AssignmentEvent.BreakEnded e => work with { Shift = work.Shift?.WorkFrom(e.At) },
        AssignmentEvent.CheckedOut => work with { Shift = null },
        AssignmentEvent.TimeEntryAdded or AssignmentEvent.TimeEntryCorrected => work with { Sheet = Entered(work.Sheet, recorded) },
        AssignmentEvent.Completed => new AssignmentState.Completed(work.Facts, work.Sheet),
        _ => work,
    };

    private static AssignmentState.Existing Counted(AssignmentState.Existing work, AssignmentEvent recorded) => (work, recorded) switch
    {
        (AssignmentState.Completed done, AssignmentEvent.TimeEntryAdded or AssignmentEvent.TimeEntryCorrected) =>
            done with { Sheet = Entered(done.Sheet, recorded) },
        (AssignmentState.Completed done, AssignmentEvent.HoursSubmitted e) => new AssignmentState.HoursSubmitted(work.Facts, done.Sheet, e.ApproveBy),
        (AssignmentState.HoursSubmitted submitted, AssignmentEvent.HoursApproved e) =>
            new AssignmentState.HoursApproved(work.Facts, submitted.Sheet, e.CloseBy, Ratings.None, null),
        (AssignmentState.HoursSubmitted submitted, AssignmentEvent.DisputeOpened e) =>
            new AssignmentState.Disputed(work.Facts, new Dispute(e.By), submitted.Sheet, Ratings.None),
        _ => work,
    };

    private static AssignmentState.Existing Settled(AssignmentState.Existing work, AssignmentEvent recorded) => (work, recorded) switch
    {
        (AssignmentState.NoShow noShow, AssignmentEvent.NoShowContested) =>
            new AssignmentState.Disputed(work.Facts, new Dispute(Side.Helper, NoShowContestableUntil: noShow.ContestBy), TimeSheet.Empty, Ratings.None),
        (AssignmentState.HoursApproved approved, AssignmentEvent.DisputeOpened e) =>
            new AssignmentState.Disputed(work.Facts, new Dispute(e.By), approved.Sheet, approved.Ratings),
        (AssignmentState.Disputed disputed, AssignmentEvent.DisputeAnswered e) => disputed with { Dispute = disputed.Dispute with { Answer = e.Answer } },
        (AssignmentState.Disputed { Dispute.NoShowContestableUntil: { } contestBy }, AssignmentEvent.DisputeResolved e) when e.Total == TimeSpan.Zero =>
            new AssignmentState.NoShow(work.Facts, contestBy, Found(e)),
        (AssignmentState.Disputed disputed, AssignmentEvent.DisputeResolved e) => disputed with { Dispute = disputed.Dispute with { Resolution = Found(e) } },
        (AssignmentState.Disputed disputed, AssignmentEvent.HoursApproved e) =>
            new AssignmentState.HoursApproved(work.Facts, disputed.Sheet, e.CloseBy, disputed.Ratings, disputed.Dispute.Resolution),
        (AssignmentState.HoursApproved approved, AssignmentEvent.Rated e) => approved with { Ratings = Given(approved.Ratings, e) },
        (AssignmentState.HoursApproved approved, AssignmentEvent.RatingsRevealed) => approved with { Ratings = approved.Ratings with { Revealed = true } },
        (AssignmentState.HoursApproved approved, AssignmentEvent.Closed) => new AssignmentState.Closed(work.Facts, approved.Ratings),
        _ => work,
    };

    private static Resolution Found(AssignmentEvent.DisputeResolved e) => new(e.Reviewer, e.Total, e.Reason);

    private static TimeSheet Entered(TimeSheet sheet, AssignmentEvent recorded) => recorded switch
    {
        AssignmentEvent.TimeEntryAdded e => sheet.With(new TimeEntry(e.Entry, e.Worked)),
        AssignmentEvent.TimeEntryCorrected e => sheet.With(new TimeEntry(e.Entry, e.Worked)),
        _ => sheet,
    };

    private static Ratings Given(Ratings ratings, AssignmentEvent.Rated e) => e.By is Side.Helper
        ? ratings with { ByHelper = new Rating(e.Stars, e.Comment) }
        : ratings with { ByEmployer = new Rating(e.Stars, e.Comment) };
}
