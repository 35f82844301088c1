using LaborMarketplace.Domain.Assignments;

namespace LaborMarketplace.Tests.Unit.Domain.Assignments;

/// <summary>Time that is entered by hand, and corrected.</summary>
public sealed class TimeEntryTests : AssignmentSpecification
{
    private static readonly AssignmentEvent[] OneHour = [Scheduled, Confirmed, CheckedIn(0), CheckedOut(1), Entered(First, 0, 1)];

    private static AssignmentCommand.AddTimeEntry Add(double from, double to) => new(Second, Worked(from, to), null);

    private static AssignmentCommand.CorrectTimeEntry Correct(double from, double to) => new(First, Worked(from, to), Examples.Reason);

    [Fact]
    public void Adds_an_entry() => Given(OneHour).When(Add(2, 3), At(3)).Yields(Entered(Second, 2, 3));

    [Fact]
    public void Adds_an_entry_to_completed_work() => Given([.. OneHour, Completed]).When(Add(2, 3), At(3)).Yields(Entered(Second, 2, 3));

    [Fact]
    public void Begins_the_work_by_an_entry_where_the_check_in_was_forgotten()
    {
        Given(Scheduled, Confirmed).When(Add(0, 4), At(5)).Yields(Entered(Second, 0, 4));
        Given(Scheduled, Confirmed, Entered(Second, 0, 4)).When(Complete, At(5)).Yields(Completed);
    }

    [Fact]
    public void Ignores_a_repeated_entry() => Given([.. OneHour, Entered(Second, 2, 3)]).When(Add(2, 3), At(3)).YieldsNothing();

    [Fact]
    public void Refuses_another_entry_with_the_same_id() =>
        Given([.. OneHour, Entered(Second, 2, 3)]).When(Add(3, 4), At(4)).IsRefused("assignment.entry-exists");

    [Fact]
    public void Refuses_entries_that_overlap() => Given(OneHour).When(Add(0.5, 2), At(3)).IsRefused("assignment.entries-overlap");

    [Fact]
    public void Takes_entries_that_touch() => Given(OneHour).When(Add(1, 2), At(3)).Yields(Entered(Second, 1, 2));

    [Fact]
    public void Refuses_time_that_is_not_worked_yet() => Given(OneHour).When(Add(2, 3), At(2.9)).IsRefused("assignment.entry-in-future");

    [Fact]
    public void Refuses_time_before_a_check_in_is_taken() => Given(OneHour).When(Add(-0.6, 0), At(3)).IsRefused("assignment.entry-outside-time");

    [Fact]
    public void Refuses_time_more_than_a_day_after_the_end() => Given(OneHour).When(Add(5, 28.1), At(50)).IsRefused("assignment.entry-outside-time");

    [Fact]
    public void Refuses_time_that_the_check_out_will_enter() =>
        Given([.. OneHour, CheckedIn(2)]).When(Add(1.5, 2.1), At(3)).IsRefused("assignment.entry-during-shift");

    [Fact]
    public void Corrects_an_entry_with_its_reason() =>
        Given(OneHour).When(Correct(0, 1.5), At(3)).Yields(new AssignmentEvent.TimeEntryCorrected(First, Worked(0, 1.5), Examples.Reason));

    [Fact]
    public void Ignores_a_correction_that_changes_nothing() => Given(OneHour).When(Correct(0, 1), At(3)).YieldsNothing();

    [Fact]
    public void Refuses_a_correction_of_no_entry() =>
        Given(Scheduled, Confirmed, CheckedIn(0), CheckedOut(0)).When(Correct(0, 1), At(3)).IsRefused("assignment.entry-unknown");

    [Fact]
    public void Refuses_a_correction_that_overlaps_another_entry() =>
        Given([.. OneHour, Entered(Second, 2, 3)]).When(Correct(0, 2.5), At(3)).IsRefused("assignment.entries-overlap");

    [Fact]
    public void Refuses_entries_and_corrections_once_the_hours_are_submitted()
    {
        Given(Submitted).When(Add(5, 6), At(7)).IsRefused("assignment.not-at-work");
        Given(Submitted).When(Correct(0, 3), At(7)).IsRefused("assignment.not-at-work");
    }
}
