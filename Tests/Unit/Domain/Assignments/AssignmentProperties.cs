using CsCheck;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Assignments;

/// <summary>What is true of an assignment, whatever is asked of it and whenever.</summary>
public sealed class AssignmentProperties : AssignmentSpecification
{
    private static readonly Gen<Side> Sides = Gen.OneOf(Side.Helper, Side.Employer);

    private static readonly Gen<TimeEntryId> Entries = Gen.Int[30, 50].Select(number => new TimeEntryId(Examples.Id(number)));

    /// <summary>Work that begins with the walk and lasts an afternoon or months, or that is weeks away.</summary>
    private static readonly Gen<AssignmentCommand> Schedules =
        Gen.OneOf(Worked(0, 4), Worked(0, 24 * 90), Worked(0, 24 * 90), Worked(24 * 20, 24 * 30))
            .Select(AssignmentCommand (when) => Schedule with { When = when });

    private static readonly Gen<TimeWindow> Windows =
        from start in Gen.Int[0, 60 * 48]
        from length in Gen.Int[1, 180]
        select new TimeWindow(At(0).AddMinutes(start), At(0).AddMinutes(start + length));

    private static readonly Gen<CheckInEvidence> Evidence = Gen.OneOf<CheckInEvidence>(
        new CheckInEvidence.Position(Examples.Workshop.Point, 10), new CheckInEvidence.SupervisorCode(true), new CheckInEvidence.SupervisorCode(false));

    /// <summary>The more of a kind, the longer the way to where it counts: walks are to reach the end too.</summary>
    private static readonly Gen<AssignmentCommand> Commands = Gen.Frequency<AssignmentCommand>(
        (8, Schedules),
        (8, Gen.Const(Confirm)),
        (5, Gen.OneOf<AssignmentCommand>(
            new AssignmentCommand.AskConfirmation(), new AssignmentCommand.ReportNoShow(), new AssignmentCommand.ContestNoShow(Examples.Reason))),
        (4, Sides.Select(by => Reschedule(by, Worked(24 * 100, 24 * 101)))),
        (8, Evidence.Select(AssignmentCommand (evidence) => new AssignmentCommand.CheckIn(evidence))),
        (3, Gen.OneOf<AssignmentCommand>(new AssignmentCommand.StartBreak(), new AssignmentCommand.EndBreak())),
        (8, Entries.Select(AssignmentCommand (entry) => new AssignmentCommand.CheckOut(entry))),
        (8, Gen.Select(Entries, Windows, AssignmentCommand (entry, worked) => new AssignmentCommand.AddTimeEntry(entry, worked, null))),
        (4, Gen.Select(Entries, Windows, AssignmentCommand (entry, worked) => new AssignmentCommand.CorrectTimeEntry(entry, worked, Examples.Reason))),
        (5, Gen.Const(Complete)),
        (8, Gen.Const(SubmitHours)),
        (6, Gen.OneOf(ApproveHours, new AssignmentCommand.ApproveUntouchedHours())),
        (2, Gen.OneOf<AssignmentCommand>(
            new AssignmentCommand.OpenDispute(Side.Helper, Examples.Reason),
            new AssignmentCommand.AnswerDispute(Side.Employer, Description.From("No.")))),
        (3, Gen.Int[0, 4].Select(AssignmentCommand (hours) =>
            new AssignmentCommand.ResolveDispute(Examples.Reviewer, TimeSpan.FromHours(hours), Examples.Reason))),
        (12, Gen.Select(Sides, Gen.Int[4, 5], Rate)),
        (4, Gen.Const(Close)),
        (1, Gen.Const(Cancel(Side.Helper))));

    /// <summary>The short way to submitted hours, where disputes, approval and ratings begin.</summary>
    private static readonly AssignmentCommand[] HalfHourSubmitted =
        [Schedule, Confirm, new AssignmentCommand.AddTimeEntry(First, Worked(-0.5, 0), null), Complete, SubmitHours];

    private readonly DeciderProperties<AssignmentState, AssignmentCommand, AssignmentEvent> _assignment =
        new(AssignmentDecider.For(LaborMarketplace.Domain.Policy.Default), At(0), Commands, HalfHourSubmitted);

    [Fact]
    public void Time_entries_never_overlap() => _assignment.Keep(walk =>
    {
        var sheet = walk.State switch
        {
            AssignmentState.InProgress work => work.Sheet,
            AssignmentState.Completed work => work.Sheet,
            _ => TimeSheet.Empty,
        };
        var inOrder = sheet.Entries.Select(entry => entry.Worked).OrderBy(worked => worked.Start).ToArray();
        Assert.DoesNotContain(inOrder.Zip(inOrder.Skip(1)), pair => pair.First.Overlaps(pair.Second));
    });

    [Fact]
    public void A_side_rates_once() => _assignment.Keep(walk => Assert.Distinct(walk.Events.OfType<AssignmentEvent.Rated>().Select(rated => rated.By)));

    [Fact]
    public void Ratings_are_shown_once_and_not_before_both_sides_rated_or_the_end() => _assignment.Keep(walk =>
    {
        var shown = walk.Events.OfType<AssignmentEvent.RatingsRevealed>().Count();
        var rated = walk.Events.OfType<AssignmentEvent.Rated>().Count();
        var ended = walk.State is AssignmentState.Closed;
        Assert.Equal(rated == 2 || (ended && rated == 1) ? 1 : 0, shown);
    });

    [Fact]
    public void What_is_approved_last_was_submitted_or_found_by_a_reviewer() => _assignment.Keep(walk =>
    {
        if (walk.Events.OfType<AssignmentEvent.HoursApproved>().LastOrDefault() is { } approved)
        {
            TimeSpan[] known =
            [
                .. walk.Events.OfType<AssignmentEvent.HoursSubmitted>().Select(submitted => submitted.Total),
                .. walk.Events.OfType<AssignmentEvent.DisputeResolved>().Select(resolved => resolved.Total),
            ];
            Assert.Equal(known[^1], approved.Total);
        }
    });

    [Fact]
    public void A_repeated_command_yields_nothing() => _assignment.Repeat_yields_nothing();

    [Fact]
    public void Every_event_is_folded_in_every_state() => _assignment.Evolve_is_total();

    [Fact]
    public void Every_event_happens() => _assignment.Every_event_happens();
}
