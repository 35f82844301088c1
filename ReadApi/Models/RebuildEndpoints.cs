using System.Runtime.CompilerServices;
using System.Text.Json;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Projections.Rebuilding;
using Microsoft.AspNetCore.Http;

namespace LaborMarketplace.ReadApi.Models;

/// <summary>Rebuilds over HTTP: begun, watched and stopped at one address, which is that of a read model or of all. For data teams.</summary>
internal static class RebuildEndpoints
{
    private const string Tag = "Projections";
    private const string Verb = "rebuild";

    private static readonly ProblemCode None = new(ProblemKind.NotFound, "projection.no-rebuild");
    private static readonly ProblemCode Elsewhere = ModelRoutes.Refusal("projection.rebuild-elsewhere");
    private static readonly PersonId Somebody = new(Guid.Parse("01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4f"));

    private static readonly RebuildState Example = new(
        RebuildStanding.Running, RebuildStage.Reading, 120_000, 0.24, 52_000, 8, true, null, Somebody,
        [
            new("job-board", RebuildStanding.Running, "job_board_v1_2", null, null),
            new(
                "agenda", RebuildStanding.Failed, "agenda_v1_2", null,
                "agenda_v1_2 halts at assignment.scheduled.v1, revision 0 of assignment-01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4e: …"),
        ]);

    private static readonly ModelRebuild ExampleOfOne = new(
        "job-board", RebuildStanding.Running, "job_board_v1_2", RebuildStage.Reading, 120_000, 0.24, 52_000, 8, true, null, null, Somebody);

    /// <summary>What stands of one read model.</summary>
    public static void MapRebuilds(this ModelRoutes models, RebuildDesk desk, EventStreams streams)
    {
        const string Of = "a read model";
        models.MapBegin(
            new Operation(
                Tag, "rebuildProjection",
                "Builds a read model afresh from the log, beside the one that serves; one that was broken off goes on where it was.")
            {
                AnswerHeaders = [new("Location", "Tells how far it is.", "/v1/projections/job-board/rebuild")],
            },
            desk, ExampleOfOne, Told);
        models.MapTell(new Operation(Tag, "getRebuild", WordsOfTelling(Of)), desk, streams, ExampleOfOne, Told);
        models.MapStop(
            new Operation(Tag, "stopRebuild", "Stops the rebuild of a read model where it is; it can be taken up again, or dropped."),
            "projection.rebuild-of-all", desk, ExampleOfOne, Told);

        static ModelRebuild Told(ModelScope scope, RebuildState state) => state.Of(scope.Model);
    }

    /// <summary>What stands of all of them.</summary>
    public static void MapRebuildsOfAll(this ModelRoutes models, RebuildDesk desk, EventStreams streams)
    {
        const string Of = "all read models";
        models.MapBegin(
            new Operation(
                Tag, "rebuildAllProjections",
                "Builds every read model afresh in one pass over the log. One that halts holds up no other: the answer says what became of each.")
            {
                AnswerHeaders = [new("Location", "Tells how far it is.", "/v1/projections/rebuild")],
            },
            desk, Example, Told);
        models.MapTell(new Operation(Tag, "getRebuildOfAll", WordsOfTelling(Of)), desk, streams, Example, Told);
        models.MapStop(
            new Operation(
                Tag, "stopRebuildOfAll",
                "Stops the rebuild of all read models where it is; it can be taken up again, whole or one by one, or dropped."),
            null, desk, Example, Told);

        static RebuildState Told(ModelScope scope, RebuildState state) => state;
    }

    private static string WordsOfTelling(string models) =>
        $"Tells how far the rebuild of {models} is; with Accept: text/event-stream as server-sent events, until it is over.";

    private static void MapBegin<T>(this ModelRoutes models, Operation operation, RebuildDesk desk, T example, Func<ModelScope, RebuildState, T> told)
        where T : IRebuildAnswer => models.Post(
            Verb, operation with { Status = StatusCodes.Status202Accepted, Answer = example },
            "projection.rebuild-at-work", new RebuildOrder(true),
            async (request, order) =>
            {
                var begun = await desk.Begin(request.Scope, order.Switch ?? false, request.Person);
                request.Context.Response.Headers.Location = $"{request.Scope.Address}/{Verb}";
                return await request.Answer(told(request.Scope, begun), StatusCodes.Status202Accepted);
            }).RequireRole(Role.Data);

    private static void MapTell<T>(
        this ModelRoutes models, Operation operation, RebuildDesk desk, EventStreams streams, T example, Func<ModelScope, RebuildState, T> told)
        where T : IRebuildAnswer => models.Get(
            Verb,
            operation with
            {
                Answer = example,
                AlsoAs = EventStreams.MediaType,
                RequestHeaders =
                [
                    new(
                        "Accept",
                        "text/event-stream: an event for each step (progress), and a last one: finished, failed, stopped or interrupted.",
                        EventStreams.MediaType),
                ],
                Codes = [None, EventStreams.TooMany],
            },
            null,
            async request =>
                await desk.State(request.Scope, request.Cancellation) is not { } state
                    ? new Problem(None.Kind, $"No rebuild of {request.Scope.Words} is at work, or was since this process started.") { Code = None.Code }
                : EventStreams.IsWanted(request.Context.Request)
                    ? await streams.Send(request.Context, Events(desk.Follow(request.Scope, state), state => told(request.Scope, state)))
                : await request.Answer(told(request.Scope, state))).RequireRole(Role.Data, Role.Operator, Role.Auditor);

    private static void MapStop<T>(
        this ModelRoutes models, Operation operation, string? refusal, RebuildDesk desk, T example, Func<ModelScope, RebuildState, T> told)
        where T : IRebuildAnswer => models.Delete(
            Verb, operation with { Answer = example, Codes = [None, Elsewhere] }, refusal,
            async request =>
                await desk.Stop(request.Scope) is { } stopped
                    ? await request.Answer(told(request.Scope, stopped))
                : await desk.State(request.Scope, request.Cancellation) is { State: RebuildStanding.Elsewhere }
                    ? new Problem(Elsewhere.Kind, $"The rebuild of {request.Scope.Words} runs in another process: stop it there.") { Code = Elsewhere.Code }
                : new Problem(None.Kind, $"No rebuild of {request.Scope.Words} is at work.") { Code = None.Code }).RequireRole(Role.Data);

    /// <summary>The states as they are told, each as an event, until it is over for who listens.</summary>
    private static async IAsyncEnumerable<(string Name, T Data)> Events<T>(
        IAsyncEnumerable<RebuildState> states, Func<RebuildState, T> told, [EnumeratorCancellation] CancellationToken cancellation = default)
        where T : IRebuildAnswer
    {
        await foreach (var state in states.WithCancellation(cancellation))
        {
            var answer = told(state);
            yield return (answer.State.IsOver() ? JsonNamingPolicy.CamelCase.ConvertName(answer.State.ToString()) : "progress", answer);
            if (answer.State.IsOver())
            {
                yield break;
            }
        }
    }
}
