using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Projections.Proving;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Telling;

namespace LaborMarketplace.ReadApi.Models;

/// <summary>What <c>marketplace projections</c> does, over HTTP. For data teams.</summary>
internal static class ModelEndpoints
{
    private const string Tag = "Projections";
    private const string NothingToCompare = "projection.nothing-to-compare";

    private static readonly ProblemCode AtWork = ModelRoutes.Refusal("projection.comparison-at-work");
    private static readonly TimeSpan MayBeDone = TimeSpan.FromSeconds(5);
    private static readonly NowServing Serving = new("job-board", 1, "job_board_v1_2", 18_204);
    private static readonly Contents Contents = new(300, "4f719df4b87e21971a6db29c85c3c162df34c3d8ffba3a41c7212c5d0efcb53e");
    private static readonly ToldSkip Skipped = new(
        "job-board", 1, 1_042, "job-01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4e", 3, "job.edited.v1", "There is no document.", "A test's leftover.",
        "01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4f", new DateTime(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc));

    public static void MapProofs(this ModelRoutes models, ProofDesk proofs)
    {
        models.Get(
            "plan", new Operation(Tag, "planRebuild", "Tells what a rebuild takes: events, time, disk. Changes nothing.")
            {
                Answer = new RebuildPlan("job-board", 1, 500_000, 20_000, 40_000, 13, 24_000_000),
                Codes = ModelRoutes.OfFolding,
            },
            null, async request => await request.Answer(await proofs.Plan(request.Projection, request.Cancellation))).RequireRole(Role.Data);
        models.Get(
            "diff", new Operation(Tag, "diffBuilds", "Compares the newest build beside with the one that serves, as of one position. Changes nothing.")
            {
                Answer = new BuildDifferences("job-board", "job_board_v1", "job_board_v1_2", 18_204, Contents, Contents, 0, []),
                Codes = [.. ModelRoutes.OfFolding, AtWork],
            },
            NothingToCompare,
            async request => await proofs.Compare(request.Projection, request.Cancellation) is { } differences
                ? await request.Answer(differences)
                : Busy()).RequireRole(Role.Data);
        models.Post(
            "verify", new Operation(
                Tag, "verifyProjection",
                "Folds the log afresh and compares with what readers see, as of one position. Changes nothing; answers when it is done.")
            {
                Answer = new ToldVerdict("job-board", 1, true, 18_204, 300, 1, Contents, Contents, 0, [], new LinkComparison(0, 0, 0, []), null, []),
                Codes = [.. ModelRoutes.OfServing, AtWork],
            },
            NothingToCompare, new VerifyOrder(1), (request, order) => Verify(request, order, proofs)).RequireRole(Role.Data);
    }

    public static void MapBuilds(this ModelRoutes models, Builds builds, ProjectionStatus status)
    {
        models.Post(
            "switch", new Operation(Tag, "switchBuild", "Lets the newest build serve: in one transaction, once it is level with the one that does.")
            {
                Answer = Serving,
            },
            "projection.cannot-switch", new Nothing(),
            async (request, _) => await request.Answer(NowServing.Of(await builds.Switch(request.Projection, request.Cancellation)))).RequireRole(Role.Data);
        models.Post(
            "rollback", new Operation(Tag, "rollbackBuild", "Lets the build serve again that served before.") { Answer = Serving },
            "projection.cannot-roll-back", new RollbackOrder(false),
            async (request, order) => await request.Answer(
                NowServing.Of(await builds.Rollback(request.Projection, order.AsItStands ?? false, request.Cancellation)))).RequireRole(Role.Data);
        models.Post(
            "drop", new Operation(Tag, "dropBuilds", "Removes the builds that do not serve, or one of them.") { Answer = new DroppedBuilds(["job_board_v1"]) },
            "projection.cannot-drop", new DropOrder("job_board_v1"),
            async (request, order) => await request.Answer(
                new DroppedBuilds(await builds.Drop(request.Projection, order.Build, request.Cancellation)))).RequireRole(Role.Data);
        models.MapPausing("pause", "Holds the builds of a read model where they stand; readers go on with what there is.", true, builds);
        models.MapPausing("resume", "Lets the builds of a read model follow the log again.", false, builds);
        models.Post(
            "skip", new Operation(
                Tag, "skipEvent",
                "Lets a read model pass over the event that it halts at, for ever. It is recorded who did it, when and why.")
            {
                Answer = Skipped,
            },
            "projection.not-halted-there", new SkipOrder(Skipped.Position, new Reason(Skipped.Reason)),
            (request, order) => PassOver(request, order, builds, status)).RequireRole(Role.Data);
    }

    private static void MapPausing(this ModelRoutes models, string verb, string summary, bool paused, Builds builds) => models.Post(
        verb, new Operation(Tag, $"{verb}Projection", summary) { Answer = new Pausing("job-board", paused) },
        null, new Nothing(),
        async (request, _) =>
        {
            await builds.Pause(request.Projection, paused, request.Cancellation);
            return await request.Answer(new Pausing(request.Projection.Name, paused));
        }).RequireRole(Role.Data);

    private static async Task<Problem?> Verify(ModelRequest request, VerifyOrder order, ProofDesk proofs)
    {
        if (order.Sample is < 1)
        {
            var wrong = new FieldErrors().With("sample", "A whole number from 1 is expected: 1 compares every document, N about one in N.");
            return new Problem(ProblemKind.InvalidBody, wrong.Summary) { Errors = wrong };
        }

        return await proofs.Verify(request.Projection, order.Sample ?? 1, request.Cancellation) is { } verdict
            ? await request.Answer(ToldVerdict.Of(verdict))
            : Busy();
    }

    private static async Task<Problem?> PassOver(ModelRequest request, SkipOrder order, Builds builds, ProjectionStatus status)
    {
        await builds.Skip(request.Projection, new LogPosition(order.Position), order.Reason.Value, request.Person.ToString(), request.Cancellation);
        var skipped = (await status.Skipped(request.Cancellation)).Last(skip => skip.Name == request.Projection.Name && skip.Position.Value == order.Position);
        return await request.Answer(ToldSkip.Of(skipped));
    }

    private static Problem Busy() =>
        new(AtWork.Kind, "Another comparison is at work here; they take much memory, and are done one at a time.")
        {
            Code = AtWork.Code,
            RetryAfter = MayBeDone,
        };
}
