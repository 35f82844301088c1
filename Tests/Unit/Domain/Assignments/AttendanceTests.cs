using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Assignments;

/// <summary>Being at work: check-in, breaks, check-out.</summary>
public sealed class AttendanceTests : AssignmentSpecification
{
    private static readonly AssignmentCommand StartBreak = new AssignmentCommand.StartBreak();

    private static readonly AssignmentCommand EndBreak = new AssignmentCommand.EndBreak();

    private static readonly AssignmentCommand CheckInRemotely = new AssignmentCommand.CheckIn(new CheckInEvidence.Remote());

    private static readonly AssignmentEvent CheckedInRemotely = new AssignmentEvent.CheckedIn(CheckInProof.Remote, null, null, At(0), 1);

    private static readonly AssignmentEvent.Scheduled ScheduledRemotely = Scheduled with { Place = null };

    [Fact]
    public void Takes_a_check_in_at_the_place() => Given(Scheduled, Confirmed).When(CheckIn, At(0)).Yields(CheckedIn(0));

    [Fact]
    public void Ignores_a_repeated_check_in() => Given(Scheduled, Confirmed, CheckedIn(0)).When(CheckIn, At(0)).YieldsNothing();

    [Fact]
    public void Refuses_a_check_in_before_the_assignment_is_confirmed() => Given(Scheduled).When(CheckIn, At(0)).IsRefused("assignment.not-confirmed");

    [Fact]
    public void Takes_a_check_in_from_thirty_minutes_before_the_start() => Given(Scheduled, Confirmed).When(CheckIn, At(-0.5)).Yields(CheckedIn(-0.5));

    [Fact]
    public void Refuses_a_check_in_before_that() => Given(Scheduled, Confirmed).When(CheckIn, At(-0.51)).IsRefused("assignment.check-in-too-early");

    [Fact]
    public void Takes_a_check_in_until_just_before_the_end() => Given(Scheduled, Confirmed).When(CheckIn, At(3.99)).Yields(CheckedIn(3.99));

    [Fact]
    public void Refuses_a_check_in_from_the_end_on() => Given(Scheduled, Confirmed).When(CheckIn, At(4)).IsRefused("assignment.check-in-too-late");

    /// <remarks>A ten-thousandth of a degree of latitude is 11.12 metres.</remarks>
    [Theory]
    [InlineData(13, 0, true)]
    [InlineData(14, 0, false)]
    [InlineData(14, 10, true)]
    [InlineData(90, 1_000, true)]
    [InlineData(110, 1_000, false)]
    public void Takes_a_check_in_within_150_metres_and_the_accuracy(int tenThousandthsNorth, double accuracy, bool near)
    {
        var place = Examples.Workshop.Point;
        var point = new GeoPoint(place.Latitude + (tenThousandthsNorth / 10_000.0), place.Longitude);
        var asked = Given(Scheduled, Confirmed).When(new AssignmentCommand.CheckIn(new CheckInEvidence.Position(point, accuracy)), At(0));
        if (near)
        {
            asked.Yields(new AssignmentEvent.CheckedIn(CheckInProof.Position, point, accuracy, At(0), 1));
        }
        else
        {
            asked.IsRefused("assignment.too-far");
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_001)]
    [InlineData(double.NaN)]
    public void Refuses_an_accuracy_that_no_device_reports(double accuracy) =>
        Given(Scheduled, Confirmed).When(new AssignmentCommand.CheckIn(new CheckInEvidence.Position(Examples.Workshop.Point, accuracy)), At(0))
            .IsRefused("assignment.accuracy-out-of-range");

    [Fact]
    public void Takes_the_supervisors_code_instead() =>
        Given(Scheduled, Confirmed).When(new AssignmentCommand.CheckIn(new CheckInEvidence.SupervisorCode(Right: true)), At(0))
            .Yields(new AssignmentEvent.CheckedIn(CheckInProof.SupervisorCode, null, null, At(0), 1));

    [Fact]
    public void Refuses_a_wrong_code() =>
        Given(Scheduled, Confirmed)
            .When(new AssignmentCommand.CheckIn(new CheckInEvidence.SupervisorCode(Right: false)), At(0)).IsRefused("assignment.wrong-code");

    [Fact]
    public void Asks_remote_work_to_show_nothing() => Given(ScheduledRemotely, Confirmed).When(CheckInRemotely, At(0)).Yields(CheckedInRemotely);

    [Fact]
    public void Records_no_position_of_remote_work() => Given(ScheduledRemotely, Confirmed).When(CheckIn, At(0)).Yields(CheckedInRemotely);

    [Fact]
    public void Refuses_a_remote_check_in_where_the_work_has_a_place() =>
        Given(Scheduled, Confirmed).When(CheckInRemotely, At(0)).IsRefused("assignment.evidence-missing");

    [Fact]
    public void Takes_another_check_in_after_a_check_out() =>
        Given(Scheduled, Confirmed, CheckedIn(0), CheckedOut(1), Entered(First, 0, 1)).When(CheckIn, At(2)).Yields(CheckedIn(2));

    [Fact]
    public void Refuses_a_check_in_within_time_that_is_entered() =>
        Given(Scheduled, Confirmed, Entered(First, 0, 2)).When(CheckIn, At(1)).IsRefused("assignment.time-entered");

    [Fact]
    public void Enters_the_time_from_check_in_to_check_out() =>
        Given(Scheduled, Confirmed, CheckedIn(0)).When(CheckOut, At(4)).Yields(CheckedOut(4), Entered(First, 0, 4));

    [Fact]
    public void Ignores_a_repeated_check_out() =>
        Given(Scheduled, Confirmed, CheckedIn(0), CheckedOut(4), Entered(First, 0, 4)).When(CheckOut, At(4)).YieldsNothing();

    [Fact]
    public void Refuses_a_check_out_before_any_check_in() => Given(Scheduled, Confirmed).When(CheckOut, At(4)).IsRefused("assignment.not-at-work");

    [Fact]
    public void Refuses_a_check_out_that_would_overwrite_an_entry() =>
        Given(Scheduled, Confirmed, Entered(First, 0, 1), CheckedIn(2)).When(CheckOut, At(4)).IsRefused("assignment.entry-exists");

    [Fact]
    public void Starts_and_ends_a_break()
    {
        Given(Scheduled, Confirmed, CheckedIn(0)).When(StartBreak, At(1)).Yields(BreakStarted(1));
        Given(Scheduled, Confirmed, CheckedIn(0), BreakStarted(1)).When(EndBreak, At(2)).Yields(BreakEnded(2));
    }

    [Fact]
    public void Ignores_a_repeated_start_or_end_of_a_break()
    {
        Given(Scheduled, Confirmed, CheckedIn(0), BreakStarted(1)).When(StartBreak, At(1)).YieldsNothing();
        Given(Scheduled, Confirmed, CheckedIn(0), BreakStarted(1), BreakEnded(2)).When(EndBreak, At(2)).YieldsNothing();
    }

    [Fact]
    public void Refuses_a_break_of_whom_is_not_checked_in()
    {
        Given(Scheduled, Confirmed).When(StartBreak, At(1)).IsRefused("assignment.not-at-work");
        Given(Scheduled, Confirmed, CheckedIn(0), CheckedOut(1)).When(EndBreak, At(1)).IsRefused("assignment.not-at-work");
    }

    [Fact]
    public void Enters_each_stretch_between_breaks_by_itself() =>
        Given(Scheduled, Confirmed, CheckedIn(0), BreakStarted(1), BreakEnded(2)).When(CheckOut, At(4))
            .Yields(CheckedOut(4), Entered(First, 0, 1), Entered(DerivedId.TimeEntry(First, 1), 2, 4));

    [Fact]
    public void Ends_a_break_by_checking_out() =>
        Given(Scheduled, Confirmed, CheckedIn(0), BreakStarted(3)).When(CheckOut, At(4)).Yields(BreakEnded(4), CheckedOut(4), Entered(First, 0, 3));

    [Fact]
    public void Enters_nothing_for_no_time() => Given(Scheduled, Confirmed, CheckedIn(0)).When(CheckOut, At(0)).Yields(CheckedOut(0));

    [Fact]
    public void Counts_a_forgotten_check_out_until_a_day_after_the_end() =>
        Given(Scheduled, Confirmed, CheckedIn(0)).When(CheckOut, At(100)).Yields(CheckedOut(100), Entered(First, 0, 4 + 24));

    [Fact]
    public void Lets_no_time_run_backwards_where_a_clock_does() =>
        Given(Scheduled, Confirmed, CheckedIn(0), BreakStarted(1)).When(EndBreak, At(0.9)).Yields(BreakEnded(1));
}
