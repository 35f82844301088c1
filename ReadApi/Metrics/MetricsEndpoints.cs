using System.Globalization;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using LaborMarketplace.Projections.Metrics;
using LaborMarketplace.ReadApi.Documents;
using LaborMarketplace.ReadApi.Requests;
using Microsoft.AspNetCore.Routing;
using Npgsql;
using NpgsqlTypes;

namespace LaborMarketplace.ReadApi.Metrics;

/// <summary>The figures of the business by day and region: counts for rates, median and 90th percentile for times.</summary>
internal static class MetricsEndpoints
{
    private const int MostDays = 366;

    private static readonly string Sql = $"""
        select json_build_object('items', coalesce(json_agg(figure), '[]'), 'next', null)::text, {Standing.Of(Journey.Projection)} from (
            select data ->> 'day' as day, data ->> 'region' as region, data ->> 'kind' as kind, count(*) as started,
                count(*) filter (where (data -> 'succeeded')::boolean) as succeeded,
                count(*) filter (where not (data -> 'succeeded')::boolean) as failed,
                percentile_cont(0.5) within group (order by (data -> 'seconds')::float8) filter (where (data -> 'succeeded')::boolean) as "medianSeconds",
                percentile_cont(0.9) within group (order by (data -> 'seconds')::float8) filter (where (data -> 'succeeded')::boolean) as "p90Seconds"
            from read.business_metrics
            where (data ->> 'day') collate "C" between $1 and $2 and ($3 is null or (data ->> 'region') collate "C" = $3)
            group by 1, 2, 3 order by 1, 2, 3) figure
        """;

    private static readonly QueryParameter<DateOnly?> From = Day("from", "The first day (UTC).", "2026-11-01");
    private static readonly QueryParameter<DateOnly?> To = Day("to", $"The last day (UTC); at most {MostDays} days after the first.", "2026-11-30");
    private static readonly QueryParameter<Region?> OfRegion = QueryParameter.Text<Region>("region", "Only this region.", "us-east");
    private static readonly IReadOnlyCollection<QueryParameter> Filters = [From, To, OfRegion];

    public static void MapMetrics(this IEndpointRouteBuilder endpoints, NpgsqlDataSource database) => endpoints.MapReading(
        "/metrics", [Journey.Projection],
        new Operation("Metrics", "getMetrics", "Tells rates and times by day, region and kind: registrations, hires, verifications, answers, assignments.")
        {
            Answer = new Page<Figures>([new(new DateOnly(2026, 11, 24), "us-east", JourneyKind.PostingToHire, 12, 9, 1, 5_400, 21_600)], null),
            Query = Filters,
        },
        request => Get(request, database)).RequireRole(Role.Data, Role.Operator, Role.Auditor);

    private static async Task<Problem?> Get(ReadRequest request, NpgsqlDataSource database)
    {
        var query = new QueryReader(request.Context.Request.Query, Filters);
        var (from, to, region) = (query.Read(From), query.Read(To), query.Read(OfRegion));
        if (query.Problem is null && (from is null || to is null || to < from || to.Value.DayNumber - from.Value.DayNumber > MostDays))
        {
            query.Refuse(To.Name, $"from and to are given together, in order and at most {MostDays} days apart.");
        }

        if (query.Problem is { } problem)
        {
            return problem;
        }

        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(Text(from!.Value.ToString("O", CultureInfo.InvariantCulture)));
        command.Parameters.Add(Text(to!.Value.ToString("O", CultureInfo.InvariantCulture)));
        command.Parameters.Add(Text(region?.Value));
        await using var reader = await command.ExecuteReaderAsync(request.Cancellation);
        await reader.ReadAsync(request.Cancellation);
        var json = reader.GetFieldValue<byte[]>(0);
        request.Saw(Journey.Projection, new LogPosition(reader.GetInt64(1)));
        return await request.Answer(json, CachedDocument.TagOf(json));
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static QueryParameter<DateOnly?> Day(string name, string description, string example) => new(name, description, example, text =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new ShapeException("A day is written like 2026-11-24."));
}

/// <summary>The figures of a kind of journey that started on a day in a region, as the query answers them.</summary>
/// <param name="Day">In UTC.</param>
/// <param name="MedianSeconds">Of those that succeeded; null where none has.</param>
/// <param name="P90Seconds">Nine of ten that succeeded took no longer; null where none has.</param>
internal sealed record Figures(
    DateOnly Day, string Region, JourneyKind Kind, long Started, long Succeeded, long Failed, double? MedianSeconds, double? P90Seconds);
