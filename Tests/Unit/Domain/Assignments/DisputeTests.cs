using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Assignments;

/// <summary>Where the sides disagree, a reviewer settles it.</summary>
public sealed class DisputeTests : AssignmentSpecification
{
    private static readonly AssignmentCommand.OpenDispute Open = new(Side.Employer, Examples.Reason);

    private static readonly AssignmentEvent Opened = new AssignmentEvent.DisputeOpened(Side.Employer, Examples.Reason);

    private static readonly Description Words = Description.From("I was there.");

    private static readonly AssignmentCommand.AnswerDispute Answer = new(Side.Helper, Words);

    private static readonly AssignmentEvent Answered = new AssignmentEvent.DisputeAnswered(Side.Helper, Words);

    private static readonly AssignmentCommand.ResolveDispute Resolve = new(Examples.Reviewer, TimeSpan.FromHours(3), Examples.Reason);

    private static readonly AssignmentEvent Resolved = new AssignmentEvent.DisputeResolved(Examples.Reviewer, TimeSpan.FromHours(3), Examples.Reason);

    private static readonly AssignmentEvent ApprovedByReviewer =
        new AssignmentEvent.HoursApproved(Examples.Reviewer, TimeSpan.FromHours(3), new Money(60, Currency.UsDollar), At(6).AddDays(14), 1);

    [Fact]
    public void Opens_a_dispute_over_submitted_hours() => Given(Submitted).When(Open, At(5)).Yields(Opened);

    [Fact]
    public void Opens_a_dispute_over_approved_hours_until_the_assignment_is_due_to_close()
    {
        Given(Approved).When(Open, HoursApproved.CloseBy.AddSeconds(-1)).Yields(Opened);
        Given(Approved).When(Open, HoursApproved.CloseBy).IsRefused("assignment.hours-not-submitted");
    }

    [Fact]
    public void Refuses_a_dispute_over_work_that_is_not_submitted() => Given(Done).When(Open, At(5)).IsRefused("assignment.hours-not-submitted");

    [Fact]
    public void Ignores_a_repeated_opening() => Given([.. Submitted, Opened]).When(Open, At(5)).YieldsNothing();

    [Fact]
    public void Refuses_a_second_dispute_by_the_other_side() =>
        Given([.. Submitted, Opened]).When(Open with { By = Side.Helper }, At(5)).IsRefused("assignment.disputed-already");

    [Fact]
    public void Refuses_a_dispute_by_the_marketplace()
    {
        Given(Submitted).When(Open with { By = Side.Marketplace }, At(5)).IsRefused("assignment.not-a-party");
        Given([.. Submitted, Opened]).When(Answer with { By = Side.Marketplace }, At(5)).IsRefused("assignment.not-a-party");
    }

    [Fact]
    public void Takes_the_other_sides_answer() => Given([.. Submitted, Opened]).When(Answer, At(5)).Yields(Answered);

    [Fact]
    public void Ignores_a_repeated_answer() => Given([.. Submitted, Opened, Answered]).When(Answer, At(5)).YieldsNothing();

    [Fact]
    public void Refuses_another_answer() =>
        Given([.. Submitted, Opened, Answered]).When(Answer with { Answer = Description.From("No, really.") }, At(5)).IsRefused("assignment.dispute-answered");

    [Fact]
    public void Refuses_an_answer_by_the_side_that_opened() =>
        Given([.. Submitted, Opened]).When(Answer with { By = Side.Employer }, At(5)).IsRefused("assignment.own-dispute");

    [Fact]
    public void Refuses_an_answer_where_nothing_is_disputed() => Given(Submitted).When(Answer, At(5)).IsRefused("assignment.not-disputed");

    [Fact]
    public void Approves_the_hours_that_the_reviewer_found() => Given([.. Submitted, Opened]).When(Resolve, At(6)).Yields(Resolved, ApprovedByReviewer);

    [Fact]
    public void Ignores_a_repeated_resolution() => Given([.. Submitted, Opened, Resolved, ApprovedByReviewer]).When(Resolve, At(6)).YieldsNothing();

    [Fact]
    public void Refuses_to_resolve_where_nothing_is_disputed() => Given(Submitted).When(Resolve, At(6)).IsRefused("assignment.not-disputed");

    /// <remarks>The work is four hours, and half an hour before and a day after it count.</remarks>
    [Theory]
    [InlineData(-0.1)]
    [InlineData(28.6)]
    public void Refuses_a_total_that_cannot_be(double hours) =>
        Given([.. Submitted, Opened]).When(Resolve with { Total = TimeSpan.FromHours(hours) }, At(6)).IsRefused("assignment.total-out-of-range");

    [Fact]
    public void Owes_nothing_where_no_hours_are_found() =>
        Given([.. Submitted, Opened]).When(Resolve with { Total = TimeSpan.Zero }, At(6))
            .Yields(new AssignmentEvent.DisputeResolved(Examples.Reviewer, TimeSpan.Zero, Examples.Reason),
                new AssignmentEvent.HoursApproved(Examples.Reviewer, TimeSpan.Zero, null, At(6).AddDays(14), 1));

    [Fact]
    public void Refuses_the_helper_as_reviewer_of_their_own_hours() =>
        Given([.. Submitted, Opened]).When(Resolve with { Reviewer = new PersonId(Examples.Helper.Value) }, At(6)).IsRefused("assignment.own-hours");

    [Fact]
    public void Keeps_the_ratings_through_a_dispute() =>
        Given([.. Approved, Rated(Side.Helper, 5), Opened, Resolved, ApprovedByReviewer])
            .When(Rate(Side.Helper, 1), At(7)).IsRefused("assignment.rated-already");

    [Fact]
    public void Approves_the_hours_of_a_no_show_that_was_none() =>
        Given(Scheduled, NoShowReported, NoShowContested).When(Resolve, At(6)).Yields(Resolved, ApprovedByReviewer);

    [Fact]
    public void Lets_a_no_show_stand_where_no_hours_are_found()
    {
        var none = Resolve with { Total = TimeSpan.Zero };
        var stands = new AssignmentEvent.DisputeResolved(Examples.Reviewer, TimeSpan.Zero, Examples.Reason);
        Given(Scheduled, NoShowReported, NoShowContested).When(none, At(6)).Yields(stands);
        Given(Scheduled, NoShowReported, NoShowContested, stands).When(none, At(6)).YieldsNothing();
    }
}
