using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Assignments.AssignmentEvent>;

namespace LaborMarketplace.Domain.Assignments;

/// <summary>How worked hours become owed money: submitted, then approved, by time where nobody touches them; disputed where the sides disagree.</summary>
internal static class HoursRules
{
    public static Decision<AssignmentEvent> Complete(AssignmentState.Existing work) => work switch
    {
        AssignmentState.InProgress { Shift: null } => Accept(new AssignmentEvent.Completed()),
        AssignmentState.InProgress => Refuse("assignment.still-checked-in", "The helper checks out before the work is complete."),
        AssignmentState.Completed => Unchanged,
        _ => Refuse("assignment.not-in-progress", "Work is completed that has begun.", ("state", work.GetType().Name)),
    };

    public static Decision<AssignmentEvent> Submit(Policy policy, AssignmentState.Existing work, DateTimeOffset now) => work switch
    {
        AssignmentState.Completed { Sheet.Entries.Count: 0 } => Refuse("assignment.no-hours", "There are no hours to submit; enter the time that was worked."),
        AssignmentState.Completed done => Accept(new AssignmentEvent.HoursSubmitted(done.Sheet.Total(), now + policy.HoursApprovedAfter, policy.Version)),
        AssignmentState.HoursSubmitted => Unchanged,
        _ => Refuse("assignment.not-completed", "Hours are submitted once the work is complete.", ("state", work.GetType().Name)),
    };

    public static Decision<AssignmentEvent> Approve(Policy policy, AssignmentState.Existing work, PersonId by, DateTimeOffset now) => work switch
    {
        _ when IsHelper(work, by) => OwnHours,
        AssignmentState.HoursSubmitted submitted => Accept(Approved(policy, work, by, submitted.Sheet.Total(), now)),
        AssignmentState.HoursApproved => Unchanged,
        _ => NotSubmitted(work),
    };

    public static Decision<AssignmentEvent> ApproveUntouched(Policy policy, AssignmentState.Existing work, DateTimeOffset now) =>
        work is AssignmentState.HoursSubmitted submitted && submitted.ApproveBy <= now
            ? Accept(Approved(policy, work, null, submitted.Sheet.Total(), now))
            : Unchanged;

    /// <remarks>Approved hours may be disputed too, as long as the assignment is not due to close.</remarks>
    public static Decision<AssignmentEvent> OpenDispute(AssignmentState.Existing work, AssignmentCommand.OpenDispute open, DateTimeOffset now) => work switch
    {
        _ when open.By is Side.Marketplace => AssignmentDecider.NotAParty,
        AssignmentState.Disputed { Dispute.By: var by } when by == open.By => Unchanged,
        AssignmentState.Disputed => Refuse("assignment.disputed-already", "The other side has opened a dispute already; answer it."),
        AssignmentState.HoursSubmitted => Accept(new AssignmentEvent.DisputeOpened(open.By, open.Reason)),
        AssignmentState.HoursApproved approved when now < approved.CloseBy => Accept(new AssignmentEvent.DisputeOpened(open.By, open.Reason)),
        _ => NotSubmitted(work),
    };

    public static Decision<AssignmentEvent> AnswerDispute(AssignmentState.Existing work, AssignmentCommand.AnswerDispute answer) => work switch
    {
        _ when answer.By is Side.Marketplace => AssignmentDecider.NotAParty,
        AssignmentState.Disputed { Dispute: var dispute } when dispute.By == answer.By =>
            Reject("assignment.own-dispute", "The side that opened the dispute does not answer it."),
        AssignmentState.Disputed { Dispute.Answer: null } => Accept(new AssignmentEvent.DisputeAnswered(answer.By, answer.Answer)),
        AssignmentState.Disputed { Dispute.Answer: var given } when given == answer.Answer => Unchanged,
        AssignmentState.Disputed => Refuse("assignment.dispute-answered", "The dispute is answered already; a reviewer settles it."),
        _ => NotDisputed(work),
    };

    /// <remarks>Hours that a reviewer found are approved with it. No hours, where a no-show was contested, mean that it stands.</remarks>
    public static Decision<AssignmentEvent> ResolveDispute(
        Policy policy, AssignmentState.Existing work, AssignmentCommand.ResolveDispute resolve, DateTimeOffset now)
    {
        if (ResolutionOf(work) == new Resolution(resolve.Reviewer, resolve.Total, resolve.Reason))
        {
            return Unchanged;
        }

        if (work is not AssignmentState.Disputed { Dispute: var dispute })
        {
            return NotDisputed(work);
        }

        var longest = work.Facts.When.Length() + policy.CheckInOpensBefore + policy.OverrunCountedFor;
        if (resolve.Total < TimeSpan.Zero || resolve.Total > longest)
        {
            return Reject(
                "assignment.total-out-of-range", $"The hours found are from 0 to {longest.TotalHours:0.##}, all the time that counts for this assignment.",
                ("total", resolve.Total), ("longest", longest));
        }

        if (IsHelper(work, resolve.Reviewer))
        {
            return OwnHours;
        }

        var resolved = new AssignmentEvent.DisputeResolved(resolve.Reviewer, resolve.Total, resolve.Reason);
        return dispute.NoShowContestableUntil is not null && resolve.Total == TimeSpan.Zero
            ? Accept(resolved)
            : Accept(resolved, Approved(policy, work, resolve.Reviewer, resolve.Total, now));
    }

    private static AssignmentEvent.HoursApproved Approved(Policy policy, AssignmentState.Existing work, PersonId? by, TimeSpan total, DateTimeOffset now) =>
        new(by, total, Owed.For(work.Facts.Pay, total), now + policy.RatingsHiddenFor, policy.Version);

    private static Resolution? ResolutionOf(AssignmentState.Existing work) => work switch
    {
        AssignmentState.HoursApproved approved => approved.Resolution,
        AssignmentState.NoShow noShow => noShow.Resolution,
        _ => null,
    };

    private static bool IsHelper(AssignmentState.Existing work, PersonId person) => work.Facts.Helper.Value == person.Value;

    private static Decision<AssignmentEvent> OwnHours =>
        Reject("assignment.own-hours", "Nobody approves their own hours; somebody of the employer does.");

    private static Decision<AssignmentEvent> NotSubmitted(AssignmentState.Existing work) =>
        Refuse("assignment.hours-not-submitted", "This is for hours that are submitted, until the assignment closes.", ("state", work.GetType().Name));

    private static Decision<AssignmentEvent> NotDisputed(AssignmentState.Existing work) =>
        Refuse("assignment.not-disputed", "There is no dispute open.", ("state", work.GetType().Name));
}
