using LaborMarketplace.EventStore;
using LaborMarketplace.Http;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.ReadApi.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LaborMarketplace.ReadApi.Requests;

/// <summary>Answers a request, or says why not.</summary>
internal delegate Task<Problem?> Reading(ReadRequest request);

/// <summary>How every address of the Read API is mapped.</summary>
internal static class ReadEndpoints
{
    private static readonly TimeSpan MayHaveCaughtUp = TimeSpan.FromSeconds(1);

    /// <param name="path">Below <c>/v1</c>.</param>
    /// <param name="reads">The projections that the answer depends on: <c>Marketplace-At-Least</c> waits for all of them.</param>
    /// <param name="operation">What the OpenAPI document says.</param>
    /// <param name="reading">Answers.</param>
    public static IEndpointConventionBuilder MapReading(
        this IEndpointRouteBuilder endpoints, string path, IReadOnlyList<Projection> reads, Operation operation, Reading reading)
    {
        var services = endpoints.ServiceProvider;
        var positions = services.GetRequiredService<IProjectionPositions>();
        var documents = services.GetRequiredService<DocumentReader>();
        var wait = services.GetRequiredService<ReadApiOptions>().AtLeastWait;
        return endpoints.MapGet(path, Answer).Describe(operation with
        {
            RequestHeaders = ReadHeaders.Request,
            AnswerHeaders = ReadHeaders.Answer,
            Problems = [.. operation.Problems, ProblemKind.Behind],
        });

        async Task Answer(HttpContext context)
        {
            if (await Read(context) is { } problem)
            {
                await context.Write(problem);
            }
        }

        async Task<Problem?> Read(HttpContext context)
        {
            if (!ReadHeaders.AtLeastOf(context.Request.Headers[MarketplaceHeaders.AtLeast]).Succeeded(out var atLeast, out var wrong))
            {
                return wrong;
            }

            if (atLeast is { } wanted && await WaitFor(wanted, context.RequestAborted) is { } late)
            {
                return late;
            }

            try
            {
                LogPosition? position = reads.Count > 0 && positions.Following ? reads.Min(projection => positions.Of(projection.Name)) : null;
                return await reading(new ReadRequest(context, documents, position, atLeast));
            }
            catch (BehindException behind)
            {
                // Another build has been switched to, and that has not been heard yet: nothing else goes back.
                return Behind(behind.Projection, behind.Stands, atLeast!.Value, "Switched to an earlier build");
            }
            catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
            {
                return new Problem(ProblemKind.Unavailable, "The read models have not been made yet.") { RetryAfter = MayHaveCaughtUp };
            }
        }

        async Task<Problem?> WaitFor(LogPosition wanted, CancellationToken cancellation)
        {
            var reached = await Task.WhenAll(reads.Select(projection => positions.WaitFor(projection.Name, wanted, wait, cancellation)));
            if (reached.All(came => came))
            {
                return null;
            }

            var behind = reads[Array.IndexOf(reached, false)];
            return Behind(behind, positions.Of(behind.Name), wanted, $"After {wait.TotalSeconds} seconds");
        }
    }

    private static Problem Behind(Projection projection, LogPosition current, LogPosition wanted, string how) =>
        new(ProblemKind.Behind, $"{how}, {projection.Name} stands at {current} and not yet at {wanted}.")
        {
            RetryAfter = MayHaveCaughtUp,
            Inputs = [("projection", projection.Name), ("current", current.Value), ("wanted", wanted.Value)],
        };
}
