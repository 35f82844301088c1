using LaborMarketplace.Commands;
using LaborMarketplace.Commands.Assignments;
using LaborMarketplace.Commands.Helpers;
using LaborMarketplace.Commands.Processes;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Http.Bodies;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.WriteApi;

/// <summary>What the write door tells beside taking commands: what is no read model, since it must not be read late or by everybody.</summary>
internal static class Operations
{
    private const string Tag = "Operations";

    /// <summary>How far the clock is moved at once: a year, so that a slip of the hand does not spend a century.</summary>
    private static readonly TimeSpan LongestAdvance = TimeSpan.FromDays(366);

    public static void MapSupervisorCode(this IEndpointRouteBuilder endpoints, AssignmentCommands assignments) =>
        endpoints.MapGet("/v1/assignments/{assignment}/supervisor-code", async context =>
        {
            if (!context.Id<AssignmentId>("assignment").Succeeded(out var assignment, out var problem))
            {
                await context.Write(problem);
                return;
            }

            var (person, roles) = Caller.Of(context);
            var ruling = await assignments.SupervisorCode(assignment, new Actor.Person(person, roles), context.RequestAborted);
            await (ruling switch
            {
                Ruling<string>.Granted granted => context.WriteJson(new SupervisorCode(new(granted.Value))),
                Ruling<string>.Denied denied => context.Write(Problem.Of(denied.Refusal)),
                _ => throw new InvalidOperationException($"A guard said {ruling}, which has no answer."),
            });
        }).Describe(new Operation("Assignments", "assignmentSupervisorCode", "The code that the supervisor reads to the helper on the spot.")
        {
            Answer = new SupervisorCode(new("042817")),
            Problems = [ProblemKind.Forbidden, ProblemKind.NotFound],
        });

    public static void MapProcesses(this IEndpointRouteBuilder endpoints, IProcessStatus processes) =>
        endpoints.MapGet("/v1/processes", async context =>
        {
            var status = await processes.Read(context.RequestAborted);
            var answer = new Processes(status.Position.Value, status.LogEnd.Value, status.DueDeadlines, status.Settled, status.Failure);
            await context.WriteJson(answer);
        }).RequireRole(Role.Operator).Describe(new Operation(Tag, "processes", "How far the processes and deadlines have come.")
        {
            Answer = new Processes(18_204, 18_204, 0, true, null),
        });

    public static void MapClock(this IEndpointRouteBuilder endpoints, IAdjustableClock clock, CommandServices services)
    {
        endpoints.MapGet("/v1/clock", context => context.WriteJson(new Clock(clock.Now)))
            .RequireRole(Role.Operator).Describe(new Operation(Tag, "clock", "The marketplace's time.") { Answer = new Clock(Examples.When.Start) });
        endpoints.MapPost("/v1/clock/advance", async context =>
        {
            if (!(await CommandRequest.Read<AdvanceClock>(context, services)).Succeeded(out var request, out var problem)
                || (problem = Check(request.Body.To, clock.Now)) is not null)
            {
                await context.Write(problem);
                return;
            }

            await clock.Advance(request.Body.To, context.RequestAborted);
            await context.WriteJson(new Clock(clock.Now));
        }).RequireRole(Role.Operator).Describe(new Operation(Tag, "clockAdvance", "Moves the clock forward; deadlines on the way are met.")
        {
            Body = new AdvanceClock(Examples.When.Start),
            Answer = new Clock(Examples.When.Start),
            Problems =
            [
                ProblemKind.InvalidBody, ProblemKind.MalformedJson, ProblemKind.BodyTooLarge, ProblemKind.UnsupportedMediaType,
                ProblemKind.Rejected,
            ],
        });
    }

    public static void MapMailbox(this IEndpointRouteBuilder endpoints, ILocalMailbox mailbox) =>
        endpoints.MapGet("/v1/mailbox/{helper}", async context =>
        {
            if (!context.Id<HelperId>("helper").Succeeded(out var helper, out var problem))
            {
                await context.Write(problem);
                return;
            }

            await (await mailbox.Last(helper, context.RequestAborted) is { } message
                ? context.WriteJson(message)
                : context.Write(new Problem(ProblemKind.NotFound, "Nothing has been sent to this helper.")));
        }).RequireRole(Role.Operator).Describe(new Operation(Tag, "mailbox", "The last code that was sent to a helper.")
        {
            Answer = new ContactCodeMessage(new(Examples.Id), new("Maria Lopez"), new("maria@example.org"), 1, "042817", Examples.When.Start),
            Problems = [ProblemKind.NotFound],
        });

    private static Problem? Check(DateTimeOffset to, DateTimeOffset now) =>
        to < now
            ? new Problem(ProblemKind.Rejected, $"The clock is at {now:O} already, and never goes back.") { Code = "clock.not-back" }
        : to - now > LongestAdvance
            ? new Problem(ProblemKind.Rejected, $"The clock is moved {LongestAdvance.TotalDays} days at once, not more.") { Code = "clock.too-far" }
        : null;
}

internal sealed record SupervisorCode(SixDigits Code);

internal sealed record Processes(long Position, long LogEnd, int DueDeadlines, bool Settled, string? Failure);

internal sealed record Clock(DateTimeOffset Now);

internal sealed record AdvanceClock(DateTimeOffset To);
