using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Assignments;

/// <summary>
/// An assignment's life: Scheduled ⇄ Confirmed → InProgress → Completed → HoursSubmitted → HoursApproved → Closed;
/// it ends early as Cancelled or NoShow, and is Disputed meanwhile where the two sides disagree.
/// </summary>
public abstract record AssignmentState
{
    private AssignmentState() { }

    /// <summary>No work has been scheduled under this id.</summary>
    public sealed record NotScheduled : AssignmentState;

    /// <summary>An assignment in any stage of life.</summary>
    public abstract record Existing(AssignmentFacts Facts) : AssignmentState;

    /// <summary>Waits for the helper to confirm, for the first time or again.</summary>
    /// <param name="Proposal">Another time that one side would like, if any.</param>
    public sealed record Scheduled(AssignmentFacts Facts, RescheduleProposal? Proposal) : Existing(Facts);

    public sealed record Confirmed(AssignmentFacts Facts, RescheduleProposal? Proposal) : Existing(Facts);

    /// <param name="Shift">Where the helper is checked in.</param>
    public sealed record InProgress(AssignmentFacts Facts, TimeSheet Sheet, Shift? Shift) : Existing(Facts);

    public sealed record Completed(AssignmentFacts Facts, TimeSheet Sheet) : Existing(Facts);

    /// <param name="ApproveBy">When the hours are approved by themselves.</param>
    public sealed record HoursSubmitted(AssignmentFacts Facts, TimeSheet Sheet, DateTimeOffset ApproveBy) : Existing(Facts);

    public sealed record Disputed(AssignmentFacts Facts, Dispute Dispute, TimeSheet Sheet, Ratings Ratings) : Existing(Facts);

    /// <param name="CloseBy">Until when the sides may dispute the hours and rate each other.</param>
    /// <param name="Resolution">How the last dispute came out, if there was one.</param>
    public sealed record HoursApproved(
        AssignmentFacts Facts, TimeSheet Sheet, DateTimeOffset CloseBy, Ratings Ratings, Resolution? Resolution) : Existing(Facts);

    /// <param name="Resolution">Set when the helper contested and a reviewer found that nobody had come.</param>
    public sealed record NoShow(AssignmentFacts Facts, DateTimeOffset ContestBy, Resolution? Resolution) : Existing(Facts);

    public sealed record Cancelled(AssignmentFacts Facts) : Existing(Facts);

    public sealed record Closed(AssignmentFacts Facts, Ratings Ratings) : Existing(Facts);
}

/// <summary>What was agreed.</summary>
/// <param name="Place">Where the work is done; null is remote.</param>
public sealed record AssignmentFacts(
    AssignmentId Assignment, ApplicationId Application, JobId Job, EmployerId Employer, HelperId Helper,
    TimeWindow When, TimeZoneName Zone, Place? Place, Pay Pay);

/// <summary>Another time that one side would like; the other consents by proposing the same.</summary>
public sealed record RescheduleProposal(Side By, TimeWindow When);

/// <summary>A disagreement that a reviewer settles.</summary>
/// <param name="By">Who opened it.</param>
/// <param name="Answer">What the other side says, once it does.</param>
/// <param name="NoShowContestableUntil">The end of the time in which the no-show could be contested; null where the dispute is about hours.</param>
/// <param name="Resolution">What the reviewer found; the approval of the hours follows at once.</param>
public sealed record Dispute(Side By, Description? Answer = null, DateTimeOffset? NoShowContestableUntil = null, Resolution? Resolution = null);

/// <summary>What a reviewer found.</summary>
public sealed record Resolution(PersonId Reviewer, TimeSpan Total, Reason Reason);

/// <summary>What the two sides have said of each other; each speaks once.</summary>
/// <param name="ByHelper">What the helper gave the employer.</param>
/// <param name="ByEmployer">What the employer gave the helper.</param>
/// <param name="Revealed">Whether they are shown.</param>
public sealed record Ratings(Rating? ByHelper, Rating? ByEmployer, bool Revealed)
{
    public static Ratings None { get; } = new(null, null, false);

    public Rating? By(Side side) => side is Side.Helper ? ByHelper : ByEmployer;
}

public sealed record Rating(Stars Stars, Description? Comment);
