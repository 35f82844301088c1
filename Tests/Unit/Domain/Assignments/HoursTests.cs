using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Assignments;

/// <summary>How worked hours become owed money.</summary>
public sealed class HoursTests : AssignmentSpecification
{
    private static readonly AssignmentCommand ApproveUntouched = new AssignmentCommand.ApproveUntouchedHours();

    [Fact]
    public void Completes_the_work() => Given(WorkedFourHours).When(Complete, At(4)).Yields(Completed);

    [Fact]
    public void Ignores_a_repeated_completion() => Given(Done).When(Complete, At(4)).YieldsNothing();

    [Fact]
    public void Refuses_to_complete_while_the_helper_is_checked_in() =>
        Given(Scheduled, Confirmed, CheckedIn(0)).When(Complete, At(4)).IsRefused("assignment.still-checked-in");

    [Fact]
    public void Refuses_to_complete_what_has_not_begun() => Given(Scheduled, Confirmed).When(Complete, At(4)).IsRefused("assignment.not-in-progress");

    [Fact]
    public void Submits_the_sum_of_the_entries() =>
        Given(Scheduled, Confirmed, CheckedIn(0), BreakStarted(1), BreakEnded(1.5), CheckedOut(4), Entered(First, 0, 1), Entered(Second, 1.5, 4), Completed)
            .When(SubmitHours, At(4)).Yields(new AssignmentEvent.HoursSubmitted(TimeSpan.FromHours(3.5), At(4 + 72), 1));

    [Fact]
    public void Submits_what_corrections_left() =>
        Given([.. Done, new AssignmentEvent.TimeEntryCorrected(First, Worked(0, 3), Examples.Reason)])
            .When(SubmitHours, At(4)).Yields(new AssignmentEvent.HoursSubmitted(TimeSpan.FromHours(3), At(4 + 72), 1));

    [Fact]
    public void Ignores_a_repeated_submission() => Given(Submitted).When(SubmitHours, At(4)).YieldsNothing();

    [Fact]
    public void Refuses_to_submit_no_hours() =>
        Given(Scheduled, Confirmed, CheckedIn(0), CheckedOut(0), Completed).When(SubmitHours, At(4)).IsRefused("assignment.no-hours");

    [Fact]
    public void Refuses_to_submit_before_the_work_is_complete() => Given(WorkedFourHours).When(SubmitHours, At(4)).IsRefused("assignment.not-completed");

    [Fact]
    public void Approves_the_hours_and_says_what_is_owed() => Given(Submitted).When(ApproveHours, At(5)).Yields(HoursApproved);

    [Fact]
    public void Ignores_a_repeated_approval() => Given(Approved).When(ApproveHours, At(5)).YieldsNothing();

    [Fact]
    public void Refuses_the_helpers_approval_of_their_own_hours() =>
        Given(Submitted).When(new AssignmentCommand.ApproveHours(new PersonId(Examples.Helper.Value)), At(5)).IsRefused("assignment.own-hours");

    [Fact]
    public void Refuses_to_approve_what_is_not_submitted() => Given(Done).When(ApproveHours, At(5)).IsRefused("assignment.hours-not-submitted");

    [Fact]
    public void Approves_hours_by_itself_that_nobody_touched_for_three_days() =>
        Given(Submitted).When(ApproveUntouched, At(4 + 72)).Yields(HoursApproved with { By = null, CloseBy = At(4 + 72).AddDays(14) });

    [Fact]
    public void Approves_nothing_by_itself_before() => Given(Submitted).When(ApproveUntouched, At(4 + 71.9)).YieldsNothing();

    [Fact]
    public void Approves_nothing_by_itself_that_is_disputed() =>
        Given([.. Submitted, new AssignmentEvent.DisputeOpened(Side.Employer, Examples.Reason)]).When(ApproveUntouched, At(4 + 72)).YieldsNothing();

    /// <remarks>An hour and a half at 0.01 are 1.5 cents, half an hour at 0.01 half a cent, twenty minutes a third of one.</remarks>
    [Theory]
    [InlineData(20, "USD", 20, 6.67)]
    [InlineData(90, "USD", 0.01, 0.02)]
    [InlineData(30, "USD", 0.01, 0.01)]
    [InlineData(20, "USD", 0.01, null)]
    [InlineData(90, "JPY", 1_001, 1_502.0)]
    [InlineData(20, "KWD", 1, 0.333)]
    public void Rounds_what_is_owed_half_up_to_the_currencys_decimals(int minutes, string currency, double hourly, double? owed)
    {
        var pay = Examples.Hourly((decimal)hourly, currency);
        var total = TimeSpan.FromMinutes(minutes);
        Given([Scheduled with { Pay = pay }, Confirmed, Entered(First, 0, total.TotalHours), Completed, new AssignmentEvent.HoursSubmitted(total, At(80), 1)])
            .When(ApproveHours, At(5))
            .Yields(HoursApproved with { Total = total, Amount = owed is { } amount ? new Money((decimal)amount, Currency.From(currency)) : null });
    }

    [Fact]
    public void Owes_fixed_pay_as_it_stands() =>
        Given([Scheduled with { Pay = Examples.Fixed(150) }, .. Submitted.Skip(1)]).When(ApproveHours, At(5))
            .Yields(HoursApproved with { Amount = new Money(150, Currency.UsDollar) });
}
