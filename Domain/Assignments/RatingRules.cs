using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Assignments.AssignmentEvent>;

namespace LaborMarketplace.Domain.Assignments;

/// <summary>What the sides say of each other once the hours are approved: once a side, and hidden until both have spoken or the wait is over.</summary>
internal static class RatingRules
{
    public static Decision<AssignmentEvent> Rate(AssignmentState.Existing work, AssignmentCommand.Rate rate, DateTimeOffset now)
    {
        if (rate.By is Side.Marketplace)
        {
            return AssignmentDecider.NotAParty;
        }

        var ratings = RatingsOf(work);
        if (ratings.By(rate.By) is { } given)
        {
            return given == new Rating(rate.Stars, rate.Comment)
                ? Unchanged
                : Refuse("assignment.rated-already", "A side rates once, and its rating stays.", ("by", rate.By));
        }

        if (work is not AssignmentState.HoursApproved approved)
        {
            return Refuse(
                "assignment.hours-not-approved", "The sides rate each other once the hours are approved, and before the assignment closes.",
                ("state", work.GetType().Name));
        }

        if (now >= approved.CloseBy)
        {
            return Refuse("assignment.rating-too-late", "The time to rate is over.", ("closeBy", approved.CloseBy), ("now", now));
        }

        var rated = new AssignmentEvent.Rated(rate.By, rate.Stars, rate.Comment);
        var other = rate.By is Side.Helper ? Side.Employer : Side.Helper;
        return ratings.By(other) is null ? Accept(rated) : Accept(rated, new AssignmentEvent.RatingsRevealed());
    }

    /// <summary>Closes when it is due; a rating that waited for the other side's is shown.</summary>
    public static Decision<AssignmentEvent> Close(AssignmentState.Existing work, DateTimeOffset now) => work switch
    {
        AssignmentState.HoursApproved { CloseBy: var closeBy } when closeBy > now => Unchanged,
        AssignmentState.HoursApproved { Ratings: { Revealed: false } ratings } when ratings != Ratings.None =>
            Accept(new AssignmentEvent.RatingsRevealed(), new AssignmentEvent.Closed()),
        AssignmentState.HoursApproved => Accept(new AssignmentEvent.Closed()),
        _ => Unchanged,
    };

    private static Ratings RatingsOf(AssignmentState.Existing work) => work switch
    {
        AssignmentState.HoursApproved approved => approved.Ratings,
        AssignmentState.Disputed disputed => disputed.Ratings,
        AssignmentState.Closed closed => closed.Ratings,
        _ => Ratings.None,
    };
}
