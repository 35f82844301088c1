using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Assignments;

/// <summary>The assignment that its tests speak of: four hours of work on Thursday at twenty dollars an hour, scheduled on Monday.</summary>
public abstract class AssignmentSpecification() : Specification<AssignmentState, AssignmentCommand, AssignmentEvent>(AssignmentDecider.For(Policy.Default))
{
    private protected static DateTimeOffset Monday => Examples.Monday;

    private protected static TimeWindow Thursday => Examples.Thursday;

    /// <summary>An instant counted in hours from the start of the work.</summary>
    private protected static DateTimeOffset At(double hours) => Thursday.Start.AddHours(hours);

    /// <summary>A window counted in hours from the start of the work.</summary>
    private protected static TimeWindow Worked(double from, double to) => new(At(from), At(to));

    private protected static TimeEntryId First { get; } = new(Examples.Id(21));

    private protected static TimeEntryId Second { get; } = new(Examples.Id(22));

    private protected static TimeWindow Friday { get; } = Examples.Hours(96, 100);

    private protected static AssignmentCommand.Schedule Schedule { get; } = new(
        Examples.Assignment, Examples.Application, Examples.Job, Examples.Employer, Examples.Helper,
        Thursday, Examples.NewYork, Examples.Workshop, Examples.Hourly(20));

    private protected static AssignmentEvent.Scheduled Scheduled { get; } = new(
        Examples.Assignment, Examples.Application, Examples.Job, Examples.Employer, Examples.Helper,
        Thursday, Examples.NewYork, Examples.Workshop, Examples.Hourly(20));

    private protected static AssignmentEvent Confirmed { get; } = new AssignmentEvent.Confirmed();

    private protected static AssignmentEvent CheckedOut(double hours) => new AssignmentEvent.CheckedOut(At(hours));

    private protected static AssignmentEvent BreakStarted(double hours) => new AssignmentEvent.BreakStarted(At(hours));

    private protected static AssignmentEvent BreakEnded(double hours) => new AssignmentEvent.BreakEnded(At(hours));

    private protected static AssignmentEvent CheckedIn(double hours) =>
        new AssignmentEvent.CheckedIn(CheckInProof.Position, Examples.Workshop.Point, 10, At(hours), 1);

    private protected static AssignmentEvent Entered(TimeEntryId entry, double from, double to) =>
        new AssignmentEvent.TimeEntryAdded(entry, Worked(from, to), null);

    private protected static AssignmentEvent Completed { get; } = new AssignmentEvent.Completed();

    /// <summary>Four hours are worked and entered.</summary>
    private protected static AssignmentEvent[] WorkedFourHours { get; } = [Scheduled, Confirmed, CheckedIn(0), CheckedOut(4), Entered(First, 0, 4)];

    private protected static AssignmentEvent[] Done { get; } = [.. WorkedFourHours, Completed];

    private protected static AssignmentEvent HoursSubmitted { get; } = new AssignmentEvent.HoursSubmitted(TimeSpan.FromHours(4), At(4 + 72), 1);

    private protected static AssignmentEvent[] Submitted { get; } = [.. Done, HoursSubmitted];

    private protected static AssignmentEvent.HoursApproved HoursApproved { get; } =
        new(Examples.Hirer, TimeSpan.FromHours(4), new Money(80, Currency.UsDollar), At(5).AddDays(14), 1);

    private protected static AssignmentEvent[] Approved { get; } = [.. Submitted, HoursApproved];

    private protected static AssignmentEvent.NoShowReported NoShowReported { get; } = new(At(1 + 72), 1);

    private protected static AssignmentEvent NoShowContested { get; } = new AssignmentEvent.NoShowContested(Examples.Reason);

    private protected static AssignmentCommand CheckIn { get; } =
        new AssignmentCommand.CheckIn(new CheckInEvidence.Position(Examples.Workshop.Point, 10));

    private protected static AssignmentCommand CheckOut { get; } = new AssignmentCommand.CheckOut(First);

    private protected static AssignmentCommand Confirm { get; } = new AssignmentCommand.Confirm();

    private protected static AssignmentCommand Complete { get; } = new AssignmentCommand.Complete();

    private protected static AssignmentCommand SubmitHours { get; } = new AssignmentCommand.SubmitHours();

    private protected static AssignmentCommand ApproveHours { get; } = new AssignmentCommand.ApproveHours(Examples.Hirer);

    private protected static AssignmentCommand Close { get; } = new AssignmentCommand.Close();

    private protected static AssignmentCommand Cancel(Side by) => new AssignmentCommand.Cancel(by, Examples.Reason);

    private protected static AssignmentCommand Reschedule(Side by, TimeWindow when) => new AssignmentCommand.Reschedule(by, when);

    private protected static AssignmentCommand Rate(Side by, int stars) => new AssignmentCommand.Rate(by, Stars.From(stars), null);

    private protected static AssignmentEvent Rated(Side by, int stars) => new AssignmentEvent.Rated(by, Stars.From(stars), null);
}
