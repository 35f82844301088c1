using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Assignments;

/// <summary>When the work is, and whether it comes about.</summary>
public sealed class AgreementTests : AssignmentSpecification
{
    private static readonly AssignmentCommand ReportNoShow = new AssignmentCommand.ReportNoShow();

    private static readonly AssignmentCommand ContestNoShow = new AssignmentCommand.ContestNoShow(Examples.Reason);

    private static readonly AssignmentCommand AskConfirmation = new AssignmentCommand.AskConfirmation();

    private static readonly AssignmentEvent FridayProposed = new AssignmentEvent.RescheduleProposed(Side.Helper, Friday);

    [Fact]
    public void Schedules_an_assignment() => Given().When(Schedule, Monday).Yields(Scheduled);

    [Fact]
    public void Ignores_a_repeated_scheduling() => Given(Scheduled).When(Schedule, Monday).YieldsNothing();

    [Fact]
    public void Refuses_to_schedule_another_application_under_the_same_id() =>
        Given(Scheduled).When(Schedule with { Application = new ApplicationId(Examples.Id(99)) }, Monday).IsRefused("assignment.exists");

    [Fact]
    public void Finds_no_assignment_under_an_unknown_id() => Given().When(Confirm, Monday).IsRefused("assignment.not-found");

    [Fact]
    public void Is_confirmed() => Given(Scheduled).When(Confirm, Monday).Yields(Confirmed);

    [Fact]
    public void Ignores_a_repeated_confirmation() => Given(Scheduled, Confirmed).When(Confirm, Monday).YieldsNothing();

    [Fact]
    public void Asks_for_another_confirmation() => Given(Scheduled, Confirmed).When(AskConfirmation, Monday).Yields(new AssignmentEvent.ConfirmationAsked());

    [Fact]
    public void Asks_for_one_confirmation_at_a_time() => Given(Scheduled).When(AskConfirmation, Monday).YieldsNothing();

    [Fact]
    public void Asks_whom_is_at_work_for_nothing() => Given(Scheduled, Confirmed, CheckedIn(0)).When(AskConfirmation, At(1)).YieldsNothing();

    [Fact]
    public void Is_confirmed_again() => Given(Scheduled, Confirmed, new AssignmentEvent.ConfirmationAsked()).When(Confirm, Monday).Yields(Confirmed);

    [Fact]
    public void Proposes_another_time() => Given(Scheduled).When(Reschedule(Side.Helper, Friday), Monday).Yields(FridayProposed);

    [Fact]
    public void Ignores_a_repeated_proposal() => Given(Scheduled, FridayProposed).When(Reschedule(Side.Helper, Friday), Monday).YieldsNothing();

    [Fact]
    public void Moves_when_the_other_side_proposes_the_same() =>
        Given(Scheduled, Confirmed, FridayProposed).When(Reschedule(Side.Employer, Friday), Monday).Yields(new AssignmentEvent.Rescheduled(Friday));

    [Fact]
    public void Ignores_a_repeated_consent() =>
        Given(Scheduled, FridayProposed, new AssignmentEvent.Rescheduled(Friday)).When(Reschedule(Side.Employer, Friday), Monday).YieldsNothing();

    [Fact]
    public void Takes_another_time_of_the_other_side_as_a_proposal() =>
        Given(Scheduled, FridayProposed).When(Reschedule(Side.Employer, Examples.Hours(100, 104)), Monday)
            .Yields(new AssignmentEvent.RescheduleProposed(Side.Employer, Examples.Hours(100, 104)));

    [Fact]
    public void Takes_a_proposal_back_with_the_time_that_is_agreed()
    {
        var takenBack = new AssignmentEvent.RescheduleProposed(Side.Helper, Thursday);
        Given(Scheduled, FridayProposed).When(Reschedule(Side.Helper, Thursday), Monday).Yields(takenBack);
        Given(Scheduled, FridayProposed, takenBack).When(Reschedule(Side.Helper, Thursday), Monday).YieldsNothing();
        Given(Scheduled, FridayProposed, takenBack).When(Reschedule(Side.Employer, Friday), Monday)
            .Yields(new AssignmentEvent.RescheduleProposed(Side.Employer, Friday));
    }

    [Fact]
    public void Takes_no_proposal_of_the_other_side_back() =>
        Given(Scheduled, FridayProposed).When(Reschedule(Side.Employer, Thursday), Monday).YieldsNothing();

    [Fact]
    public void Refuses_to_move_work_to_the_past_or_after_its_start()
    {
        Given(Scheduled).When(Reschedule(Side.Helper, Examples.Hours(-4, 2)), Monday).IsRefused("assignment.starts-in-past");
        Given(Scheduled).When(Reschedule(Side.Helper, Friday), Thursday.Start).IsRefused("assignment.starts-in-past");
    }

    [Fact]
    public void Refuses_to_move_work_that_has_begun() =>
        Given(Scheduled, Confirmed, CheckedIn(0)).When(Reschedule(Side.Helper, Friday), At(1)).IsRefused("assignment.not-ahead");

    [Fact]
    public void Refuses_a_proposal_of_the_marketplace() =>
        Given(Scheduled).When(Reschedule(Side.Marketplace, Friday), Monday).IsRefused("assignment.not-a-party");

    [Fact]
    public void Takes_check_ins_for_the_new_time_once_moved() =>
        Given(Scheduled, Confirmed, FridayProposed, new AssignmentEvent.Rescheduled(Friday))
            .When(CheckIn, Thursday.Start).IsRefused("assignment.check-in-too-early");

    [Fact]
    public void Is_cancelled_without_a_fee_a_day_before() =>
        Given(Scheduled).When(Cancel(Side.Helper), At(-24)).Yields(new AssignmentEvent.Cancelled(Side.Helper, Examples.Reason, Late: false, null, 1));

    /// <remarks>A quarter of four hours at twenty dollars.</remarks>
    [Fact]
    public void Is_cancelled_late_with_a_fee_less_than_a_day_before() =>
        Given(Scheduled).When(Cancel(Side.Employer), At(-23.9))
            .Yields(new AssignmentEvent.Cancelled(Side.Employer, Examples.Reason, Late: true, new Money(20, Currency.UsDollar), 1));

    [Fact]
    public void Reckons_the_late_fee_from_the_whole_of_fixed_pay() =>
        Given(Scheduled with { Pay = Examples.Fixed(99.99m) }).When(Cancel(Side.Helper), At(-1))
            .Yields(new AssignmentEvent.Cancelled(Side.Helper, Examples.Reason, Late: true, new Money(25, Currency.UsDollar), 1));

    [Fact]
    public void Is_cancelled_without_a_fee_by_the_marketplace() =>
        Given(Scheduled).When(Cancel(Side.Marketplace), At(-1)).Yields(new AssignmentEvent.Cancelled(Side.Marketplace, Examples.Reason, Late: true, null, 1));

    [Fact]
    public void Ignores_a_repeated_cancellation() =>
        Given(Scheduled, new AssignmentEvent.Cancelled(Side.Helper, Examples.Reason, false, null, 1)).When(Cancel(Side.Helper), Monday).YieldsNothing();

    [Fact]
    public void Refuses_to_cancel_work_that_has_begun() =>
        Given(Scheduled, Confirmed, CheckedIn(0)).When(Cancel(Side.Helper), At(1)).IsRefused("assignment.not-ahead");

    [Fact]
    public void Takes_a_no_show_an_hour_after_the_start() => Given(Scheduled, Confirmed).When(ReportNoShow, At(1)).Yields(NoShowReported);

    [Fact]
    public void Refuses_a_no_show_before() => Given(Scheduled, Confirmed).When(ReportNoShow, At(0.99)).IsRefused("assignment.no-show-too-early");

    [Fact]
    public void Refuses_a_no_show_of_whom_has_checked_in() =>
        Given(Scheduled, Confirmed, CheckedIn(0)).When(ReportNoShow, At(2)).IsRefused("assignment.not-ahead");

    [Fact]
    public void Ignores_a_repeated_report() => Given(Scheduled, NoShowReported).When(ReportNoShow, At(2)).YieldsNothing();

    [Fact]
    public void Lets_a_no_show_be_contested_within_three_days() => Given(Scheduled, NoShowReported).When(ContestNoShow, At(72.9)).Yields(NoShowContested);

    [Fact]
    public void Refuses_a_contest_after_that() => Given(Scheduled, NoShowReported).When(ContestNoShow, At(73)).IsRefused("assignment.contest-too-late");

    [Fact]
    public void Ignores_a_repeated_contest() => Given(Scheduled, NoShowReported, NoShowContested).When(ContestNoShow, At(2)).YieldsNothing();

    [Fact]
    public void Refuses_a_contest_where_no_no_show_is_reported() => Given(Scheduled).When(ContestNoShow, At(2)).IsRefused("assignment.no-show-not-reported");

    [Fact]
    public void Refuses_a_second_contest_once_a_reviewer_has_found_that_nobody_came() =>
        Given(Scheduled, NoShowReported, NoShowContested, new AssignmentEvent.DisputeResolved(Examples.Reviewer, TimeSpan.Zero, Examples.Reason))
            .When(ContestNoShow, At(2)).IsRefused("assignment.no-show-stands");
}
