using System.Text.Json;
using System.Text.Json.Serialization;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using LaborMarketplace.ReadApi.Documents;
using LaborMarketplace.ReadApi.Models;
using LaborMarketplace.ReadApi.Requests;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.ReadApi.Status;

/// <summary>How far the read models have come, for data teams and operators.</summary>
internal static class ProjectionEndpoints
{
    public static void MapProjections(this IEndpointRouteBuilder endpoints, ProjectionStatus status) => endpoints.MapReading(
        "/projections", [],
        new Operation("Projections", "listProjections", "Tells how far each build of each read model has come, what it has halted at, and which events are passed over.")
        {
            Answer = new Standings([new("job-board", 1, 1, "job_board_v1", BuildState.Live, true, true, 18_204, null)], null, []),
        },
        request => List(request, status)).RequireRole(Role.Data, Role.Operator, Role.Auditor);

    private static async Task<Problem?> List(ReadRequest request, ProjectionStatus status)
    {
        if (new QueryReader(request.Context.Request.Query, []).Problem is { } problem)
        {
            return problem;
        }

        var items = (await status.Read(request.Cancellation)).Select(checkpoint => new Standing(
            checkpoint.Name, checkpoint.Version, checkpoint.Build, checkpoint.Storage, checkpoint.State, checkpoint.Live, checkpoint.Followed, checkpoint.Position.Value,
            checkpoint.Halt is { } halt ? new Halted(halt.Stream.Value, halt.Revision, halt.Position.Value, halt.Type, halt.Reason) : null));
        var skipped = (await status.Skipped(request.Cancellation)).Select(Skip.Of);
        var json = JsonSerializer.SerializeToUtf8Bytes(new Standings([.. items], null, [.. skipped]), MarketplaceJson.Options);
        return await request.Answer(json, CachedDocument.TagOf(json));
    }
}

/// <summary>How far every build has come, and what is passed over.</summary>
internal sealed record Standings(IReadOnlyList<Standing> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next, IReadOnlyList<Skip> Skipped);

/// <summary>How far a build has come.</summary>
internal sealed record Standing(
    string Name, int Version, int Build, string Storage, BuildState State, bool Live, bool Followed, long Position,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] Halted? Halt);

/// <summary>The event that a build cannot take, and why.</summary>
internal sealed record Halted(string Stream, long Revision, long Position, string Type, string Reason);
