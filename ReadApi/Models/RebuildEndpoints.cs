using System.Text.Json;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Projections.Rebuilding;
using Microsoft.AspNetCore.Http;

namespace LaborMarketplace.ReadApi.Models;

/// <summary>Rebuilds over HTTP: begun, watched and stopped at one address. For data teams.</summary>
internal static class RebuildEndpoints
{
    private const string Verb = "rebuild";
    private const string AtWork = "projection.rebuild-at-work";

    /// <summary>Progress comes with every page of the log; nobody reads as fast.</summary>
    private static readonly TimeSpan BetweenEvents = TimeSpan.FromMilliseconds(200);

    private static readonly RebuildState Example = new(
        "job-board", RebuildOutcome.Running, "job_board_v1_2", RebuildStage.Reading, 120_000, 0.24, 52_000, 8, true, null, null,
        new PersonId(Guid.Parse("01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4f")));

    public static void MapRebuilds(this ModelRoutes models, RebuildDesk desk)
    {
        models.Post(
            Verb,
            new Operation("Projections", "rebuildProjection", "Builds a read model afresh from the log, beside the one that serves; one that was broken off goes on where it was.")
            {
                Status = StatusCodes.Status202Accepted,
                Answer = Example,
                AnswerHeaders = [new("Location", "Tells how far it is.", "/v1/projections/job-board/rebuild")],
            },
            AtWork, new RebuildOrder(true), (request, order) => Begin(request, order, desk)).RequireRole(Role.Data);
        models.Get(
            Verb,
            new Operation("Projections", "getRebuild", "Tells how far the rebuild of a read model is; with Accept: text/event-stream as server-sent events, until it is over.")
            {
                Answer = Example,
                RequestHeaders = [new("Accept", "text/event-stream: an event for each step (progress), and a last one: finished, failed, stopped or interrupted.", "text/event-stream")],
            },
            AtWork, request => Tell(request, desk)).RequireRole(Role.Data, Role.Operator, Role.Auditor);
        models.Delete(
            Verb,
            new Operation("Projections", "stopRebuild", "Stops the rebuild of a read model where it is; it can be taken up again, or dropped.") { Answer = Example },
            AtWork, request => Stop(request, desk)).RequireRole(Role.Data);
    }

    private static async Task<Problem?> Begin(ModelRequest request, RebuildOrder order, RebuildDesk desk)
    {
        if (await desk.Begin(request.Projection, order.Switch ?? false, request.Person) is not { } begun)
        {
            return new Problem(ProblemKind.Refused, $"A rebuild of {request.Projection.Name} is at work: GET this address to watch it, DELETE it to stop it.") { Code = AtWork };
        }

        request.Context.Response.Headers.Location = $"/v1/projections/{request.Projection.Name}/{Verb}";
        return await request.Answer(begun, StatusCodes.Status202Accepted);
    }

    private static async Task<Problem?> Tell(ModelRequest request, RebuildDesk desk)
    {
        if (await desk.State(request.Projection, request.Cancellation) is not { } state)
        {
            return None($"No rebuild of {request.Projection.Name} is at work, or was since this process started.");
        }

        if (!EventStream.IsWanted(request.Context.Request))
        {
            return await request.Answer(state);
        }

        EventStream.Open(request.Context);
        await EventStream.Write(request.Context, NameOf(state), state);
        while (!state.Over)
        {
            await Task.Delay(BetweenEvents, TimeProvider.System, request.Context.RequestAborted);
            if (await desk.Next(request.Projection, state, request.Context.RequestAborted, request.Cancellation) is { } next)
            {
                state = next;
                await EventStream.Write(request.Context, NameOf(state), state);
            }
            else
            {
                await EventStream.Beat(request.Context);
            }
        }

        return null;
    }

    private static async Task<Problem?> Stop(ModelRequest request, RebuildDesk desk)
    {
        if (await desk.Stop(request.Projection) is { } stopped)
        {
            return await request.Answer(stopped);
        }

        return await desk.State(request.Projection, request.Cancellation) is { State: RebuildOutcome.Elsewhere }
            ? new Problem(ProblemKind.Refused, $"The rebuild of {request.Projection.Name} runs in another process: stop it there.") { Code = "projection.rebuild-elsewhere" }
            : None($"No rebuild of {request.Projection.Name} is at work.");
    }

    private static Problem None(string detail) => new(ProblemKind.NotFound, detail) { Code = "projection.no-rebuild" };

    /// <summary>The event's name.</summary>
    private static string NameOf(RebuildState state) => state.Over ? JsonNamingPolicy.CamelCase.ConvertName(state.State.ToString()) : "progress";
}
