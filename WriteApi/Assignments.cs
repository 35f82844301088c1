using LaborMarketplace.Commands;
using LaborMarketplace.Commands.Assignments;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Values;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.WriteApi;

internal static class Assignments
{
    /// <summary>Who asks is on one side of the assignment; which one, the assignment knows.</summary>
    private const Side AsWhoAsks = Side.Marketplace;

    public static void MapAssignments(this IEndpointRouteBuilder endpoints, CommandServices services, AssignmentCommands assignments)
    {
        var routes = new CommandRoutes<AssignmentId>(endpoints, "assignment", services);

        routes.Post("confirm", "Says that the helper will come.", new AssignmentCommand.Confirm(), assignments.Execute);

        routes.Post("reschedule", "Proposes another time, or agrees to the one that the other side has proposed.", new Reschedule(Examples.When),
            (body, _) => new AssignmentCommand.Reschedule(AsWhoAsks, body.When), assignments.Execute);

        routes.Post("check-in", "Begins the work: with the position, with the supervisor's code, or with nothing where the work is remote.",
            new CheckIn(Examples.Point, 12.5, null), assignments.CheckIn);

        routes.Post("start-break", "Begins a break.", new AssignmentCommand.StartBreak(), assignments.Execute);

        routes.Post("end-break", "Ends a break.", new AssignmentCommand.EndBreak(), assignments.Execute);

        routes.Post("check-out", "Ends the work; the hours since check-in become a time entry.",
            context => new AssignmentCommand.CheckOut(new(routes.NewId(context))), assignments.Execute);

        routes.Post("add-time-entry", "Adds time that was worked.", new AddTimeEntry(Examples.When, new("Setting up.")),
            (body, context) => new AssignmentCommand.AddTimeEntry(new(routes.NewId(context)), body.Worked, body.Note), assignments.Execute);

        routes.Post("correct-time-entry", "Puts a corrected time beside an entry, which stays.",
            new AssignmentCommand.CorrectTimeEntry(new(Examples.Id), Examples.When, Examples.Reason), assignments.Execute);

        routes.Post("complete", "Says that the work is done.", new AssignmentCommand.Complete(), assignments.Execute);

        routes.Post("submit-hours", "Puts the hours before the employer; untouched, they are approved after 72 hours.",
            new AssignmentCommand.SubmitHours(), assignments.Execute);

        routes.Post("approve-hours", "Approves the hours.",
            context => new AssignmentCommand.ApproveHours(context.Person()), assignments.Execute);

        routes.Post("open-dispute", "Says that the hours are not right.", new WithReason(Examples.Reason),
            (body, _) => new AssignmentCommand.OpenDispute(AsWhoAsks, body.Reason), assignments.Execute);

        routes.Post("answer-dispute", "Answers what the other side says.", new AnswerDispute(new("I stayed until the end.")),
            (body, _) => new AssignmentCommand.AnswerDispute(AsWhoAsks, body.Answer), assignments.Execute);

        routes.Post("resolve-dispute", "Decides, as a reviewer, how many hours count.",
            new ResolveDispute(TimeSpan.FromHours(7.5), Examples.Reason),
            (body, context) => new AssignmentCommand.ResolveDispute(context.Person(), body.Total, body.Reason), assignments.Execute);

        routes.Post("cancel", "Calls the assignment off; less than a day before it, that costs a fee.", new WithReason(Examples.Reason),
            (body, _) => new AssignmentCommand.Cancel(AsWhoAsks, body.Reason), assignments.Execute);

        routes.Post("report-no-show", "Says that the helper did not come.", new AssignmentCommand.ReportNoShow(), assignments.Execute);

        routes.Post("contest-no-show", "Says that the helper was there after all.",
            new AssignmentCommand.ContestNoShow(Examples.Reason), assignments.Execute);

        routes.Post("rate", "Rates the other side, once; both ratings are shown when both are there, or after 14 days.",
            new Rate(new(5), new("Friendly people.")),
            (body, _) => new AssignmentCommand.Rate(AsWhoAsks, body.Stars, body.Comment), assignments.Execute);
    }

    private static Task<CommandResult> CheckIn(
        this AssignmentCommands assignments, AssignmentId assignment, CheckIn body, CommandContext context, CancellationToken cancellation) =>
        body.SupervisorCode is { } code
            ? assignments.CheckIn(assignment, code.Value, context, cancellation)
            : assignments.Execute(assignment, new AssignmentCommand.CheckIn(EvidenceOf(body)), context, cancellation);

    private static CheckInEvidence EvidenceOf(CheckIn body) => body is { Position: { } position, AccuracyInMetres: { } accuracy }
        ? new CheckInEvidence.Position(position, accuracy)
        : new CheckInEvidence.Remote();
}

internal sealed record Reschedule(TimeWindow When);

internal sealed record AddTimeEntry(TimeWindow Worked, Reason? Note);

internal sealed record AnswerDispute(Description Answer);

internal sealed record ResolveDispute(TimeSpan Total, Reason Reason);

internal sealed record Rate(Stars Stars, Description? Comment);

/// <summary>Where the helper is, or the code that the supervisor read to them, or nothing where the work is remote.</summary>
internal sealed record CheckIn
{
    /// <exception cref="ShapeException">Both are given, or half of a position.</exception>
    public CheckIn(GeoPoint? position, double? accuracyInMetres, SixDigits? supervisorCode)
    {
        if (position is null != accuracyInMetres is null || (position is not null && supervisorCode is not null))
        {
            throw new ShapeException("A check-in has position with accuracyInMetres, or supervisorCode, or nothing where the work is remote.");
        }

        (Position, AccuracyInMetres, SupervisorCode) = (position, accuracyInMetres, supervisorCode);
    }

    public GeoPoint? Position { get; }

    public double? AccuracyInMetres { get; }

    public SixDigits? SupervisorCode { get; }
}
