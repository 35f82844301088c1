using LaborMarketplace.Domain.Assignments;

namespace LaborMarketplace.Tests.Unit.Domain.Assignments;

/// <summary>What the sides say of each other, and the end.</summary>
public sealed class RatingTests : AssignmentSpecification
{
    private static readonly AssignmentEvent Revealed = new AssignmentEvent.RatingsRevealed();

    private static readonly AssignmentEvent Closed = new AssignmentEvent.Closed();

    [Fact]
    public void Keeps_the_first_rating_hidden() => Given(Approved).When(Rate(Side.Helper, 5), At(6)).Yields(Rated(Side.Helper, 5));

    [Fact]
    public void Shows_both_ratings_with_the_second() =>
        Given([.. Approved, Rated(Side.Helper, 5)]).When(Rate(Side.Employer, 4), At(6)).Yields(Rated(Side.Employer, 4), Revealed);

    [Fact]
    public void Ignores_a_repeated_rating() => Given([.. Approved, Rated(Side.Helper, 5)]).When(Rate(Side.Helper, 5), At(6)).YieldsNothing();

    [Fact]
    public void Refuses_a_second_rating_by_the_same_side() =>
        Given([.. Approved, Rated(Side.Helper, 5)]).When(Rate(Side.Helper, 1), At(6)).IsRefused("assignment.rated-already");

    [Fact]
    public void Refuses_a_rating_by_the_marketplace() => Given(Approved).When(Rate(Side.Marketplace, 5), At(6)).IsRefused("assignment.not-a-party");

    [Fact]
    public void Refuses_a_rating_before_the_hours_are_approved() =>
        Given(Submitted).When(Rate(Side.Helper, 5), At(6)).IsRefused("assignment.hours-not-approved");

    [Fact]
    public void Refuses_a_rating_once_the_assignment_is_due_to_close() =>
        Given(Approved).When(Rate(Side.Helper, 5), HoursApproved.CloseBy).IsRefused("assignment.rating-too-late");

    [Fact]
    public void Closes_fourteen_days_after_the_approval() => Given(Approved).When(Close, HoursApproved.CloseBy).Yields(Closed);

    [Fact]
    public void Does_not_close_before() => Given(Approved).When(Close, HoursApproved.CloseBy.AddSeconds(-1)).YieldsNothing();

    [Fact]
    public void Shows_a_single_rating_when_closing() =>
        Given([.. Approved, Rated(Side.Employer, 3)]).When(Close, HoursApproved.CloseBy).Yields(Revealed, Closed);

    [Fact]
    public void Shows_ratings_once() =>
        Given([.. Approved, Rated(Side.Helper, 5), Rated(Side.Employer, 3), Revealed]).When(Close, HoursApproved.CloseBy).Yields(Closed);

    [Fact]
    public void Ignores_a_repeated_closing() => Given([.. Approved, Closed]).When(Close, HoursApproved.CloseBy).YieldsNothing();

    [Fact]
    public void Does_not_close_what_is_disputed() =>
        Given([.. Approved, new AssignmentEvent.DisputeOpened(Side.Helper, Examples.Reason)]).When(Close, HoursApproved.CloseBy).YieldsNothing();

    [Fact]
    public void Lives_a_whole_life()
    {
        Given().When(Schedule, Monday).Yields(Scheduled);
        Given(Scheduled).When(Confirm, Monday).Yields(Confirmed);
        Given(Scheduled, Confirmed).When(CheckIn, At(0)).Yields(CheckedIn(0));
        Given(Scheduled, Confirmed, CheckedIn(0)).When(CheckOut, At(4)).Yields(CheckedOut(4), Entered(First, 0, 4));
        Given(WorkedFourHours).When(Complete, At(4)).Yields(Completed);
        Given(Done).When(SubmitHours, At(4)).Yields(HoursSubmitted);
        Given(Submitted).When(ApproveHours, At(5)).Yields(HoursApproved);
        Given(Approved).When(Rate(Side.Helper, 5), At(6)).Yields(Rated(Side.Helper, 5));
        Given([.. Approved, Rated(Side.Helper, 5)]).When(Rate(Side.Employer, 4), At(7)).Yields(Rated(Side.Employer, 4), Revealed);
        Given([.. Approved, Rated(Side.Helper, 5), Rated(Side.Employer, 4), Revealed]).When(Close, HoursApproved.CloseBy).Yields(Closed);
    }
}
