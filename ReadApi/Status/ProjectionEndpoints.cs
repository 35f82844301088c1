using System.Text.Json;
using System.Text.Json.Serialization;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using LaborMarketplace.Projections.Telling;
using LaborMarketplace.ReadApi.Documents;
using LaborMarketplace.ReadApi.Requests;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.ReadApi.Status;

/// <summary>How far the read models have come, for data teams and operators.</summary>
internal static class ProjectionEndpoints
{
    public static void MapProjections(this IEndpointRouteBuilder endpoints, ProjectionStatus status, IReadOnlyList<Projection> projections) =>
        endpoints.MapReading(
            "/projections", [],
            new Operation(
                "Projections",
                "listProjections",
                "Tells how far each build of each read model has come, what it has halted at, and which events are passed over.")
            {
                Answer = new Standings([new("job-board", 1, 1, "job_board_v1", BuildState.Live, true, true, 18_204, null)], null, [], []),
            },
            request => List(request, status, projections)).RequireRole(Role.Data, Role.Operator, Role.Auditor);

    private static async Task<Problem?> List(ReadRequest request, ProjectionStatus status, IReadOnlyList<Projection> projections)
    {
        if (new QueryReader(request.Context.Request.Query, []).Problem is { } problem)
        {
            return problem;
        }

        var builds = await status.Read(request.Cancellation);
        var told = new Standings(
            [.. builds.Select(ToldBuild.Of)],
            null,
            [.. (await status.Skipped(request.Cancellation)).Select(ToldSkip.Of)],
            [.. OtherVersion.Among(projections, builds).Select(other => other.ToString())]);
        var json = JsonSerializer.SerializeToUtf8Bytes(told, MarketplaceJson.Options);
        return await request.Answer(json, CachedDocument.TagOf(json));
    }
}

/// <summary>How far every build has come, and what is passed over.</summary>
/// <param name="Notes">A sentence for each read model of which another version serves than this program knows.</param>
internal sealed record Standings(
    IReadOnlyList<ToldBuild> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next,
    IReadOnlyList<ToldSkip> Skipped, IReadOnlyList<string> Notes);
