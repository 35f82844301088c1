using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using LaborMarketplace.Projections.Employers;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.ReadApi.Lists;
using LaborMarketplace.ReadApi.Requests;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.ReadApi.Jobs;

/// <summary>The job board, and jobs one by one. A draft is seen by the members of its employer alone.</summary>
internal static class JobEndpoints
{
    private static readonly QueryParameter<Skill?> Skill = QueryParameter.Text<Skill>("skill", "Jobs that ask for this skill.", "plumbing");
    private static readonly QueryParameter<GeoPoint> Near = QueryParameter.Point("near", "Jobs near this point; needs radiusKm.");
    private static readonly QueryParameter<double?> Radius = QueryParameter.Measure("radiusKm", "How near, in kilometres; needs near.", 0, 1000, "25");
    private static readonly QueryParameter<double?> PayAtLeast =
        QueryParameter.Measure("payAtLeast", "Jobs that pay at least this for an hour; fixed pay is divided by the hours of the work.", 0, 10_000_000, "20");

    private static readonly QueryParameter<Currency?> Currency =
        QueryParameter.Text<Currency>("currency", "Jobs that pay in this currency; USD where payAtLeast is given without it.", "USD");

    private static readonly QueryParameter<PayKind?> PayKind = QueryParameter.Word("payKind", "Jobs paid in this way.", Domain.Values.PayKind.Hourly);
    private static readonly QueryParameter<DateTimeOffset?> StartsAfter = QueryParameter.Moment("startsAfter", "Jobs that start at this time or later.");
    private static readonly QueryParameter<DateTimeOffset?> StartsBefore = QueryParameter.Moment("startsBefore", "Jobs that start before this time.");
    private static readonly QueryParameter<bool?> Remote = QueryParameter.Flag("remote", "Only remote jobs, or only those at a place.");
    private static readonly QueryParameter<EmployerId?> Employer = QueryParameter.Id<EmployerId>("employer", "Jobs of this employer.");

    private static readonly QueryParameter<JobStanding?> State =
        QueryParameter.Word("state", "Jobs in this state; open unless an employer is given.", JobStanding.Open);

    private static readonly IReadOnlyCollection<QueryParameter> Filters =
        [Skill, Near, Radius, PayAtLeast, Currency, PayKind, StartsAfter, StartsBefore, Remote, Employer, State, .. ListReader.Paging];

    public static void MapJobs(this IEndpointRouteBuilder endpoints, ListReader lists)
    {
        endpoints.MapReading(
            "/jobs/{job}", [JobDetail.Projection, EmployerAccount.Projection],
            new Operation("Jobs", "getJob", "Reads a job.")
            {
                Answer = Examples.One(JobDetail.Projection),
                Codes = [Answers.Missing("job")],
            },
            GetJob);
        endpoints.MapReading(
            "/jobs", [JobCard.Projection, EmployerAccount.Projection],
            new Operation("Jobs", "listJobs", "Lists the jobs on the board, the next to start first.")
            {
                Answer = Examples.PageOf<JobCard>(JobCard.Projection),
                Query = Filters,
            },
            request => List(request, lists));
    }

    private static async Task<Problem?> GetJob(ReadRequest request)
    {
        if (!request.Id<JobId>("job").Succeeded(out var job, out var problem))
        {
            return problem;
        }

        var document = await request.Document(JobDetail.Projection, job.Value);
        if (document is null || (document.As<JobDetail>() is { State: JobStanding.Draft } draft && !await MayReadDrafts(request, draft.Employer)))
        {
            return Answers.NotFound("job", job.Value);
        }

        return await request.Answer(document);
    }

    private static async Task<Problem?> List(ReadRequest request, ListReader lists)
    {
        var query = new QueryReader(request.Context.Request.Query, Filters);
        var jobs = new DocumentQuery(JobCard.Projection, JobCard.StartSql);
        var (near, radius) = (query.Read(Near), query.Read(Radius));
        if ((near is not null && !query.Gives(Radius)) || (radius is not null && !query.Gives(Near)))
        {
            query.Refuse(near is null ? Near.Name : Radius.Name, "near and radiusKm are given together.");
        }
        else if (near is not null && radius is { } kilometres)
        {
            jobs.WhereNear(near, kilometres);
        }

        var pay = query.Read(PayAtLeast);
        var currency = query.Read(Currency) ?? (pay is null ? null : Domain.Values.Currency.UsDollar);
        jobs.WhereGiven(query.Read(Skill), skill => $"data -> 'skillCodes' ? {skill.Value}")
            .WhereGiven(pay, hourly => $"(data -> 'hourlyAmount')::float8 >= {hourly}")
            .WhereGiven(currency, code => $"data #>> '{{pay,amount,currency}}' = {code.Value}")
            .WhereGiven(query.Read(PayKind), kind => $"data #>> '{{pay,kind}}' = {StoredText.Of(kind)}")
            .WhereGiven(query.Read(StartsAfter), time => $$"""(data #>> '{when,start}') collate "C" >= {{StoredText.Of(time)}}""")
            .WhereGiven(query.Read(StartsBefore), time => $$"""(data #>> '{when,start}') collate "C" < {{StoredText.Of(time)}}""")
            .WhereGiven(query.Read(Remote), remote => $"(data -> 'remote')::boolean = {remote}");
        var (employer, state) = (query.Read(Employer), query.Read(State));
        await OfEmployerInState(request, jobs, employer, state);
        return await lists.Answer(request, query, jobs);
    }

    private static void WhereNear(this DocumentQuery jobs, GeoPoint near, double radius) => jobs
        .Where(JobCard.BoxSql, $" && {Nearness.Box(near, radius)}")
        .Where($$"""
            read.metres_between(
                (data #> '{place,point,latitude}')::float8, (data #> '{place,point,longitude}')::float8, {{near.Latitude}}, {{near.Longitude}})
            <= {{radius * 1000}}
            """);

    private static async Task OfEmployerInState(ReadRequest request, DocumentQuery jobs, EmployerId? employer, JobStanding? state)
    {
        jobs.WhereGiven(employer, id => $"""(data ->> 'employer') collate "C" = {id.ToString()}""");
        if (state is not null || employer is null)
        {
            jobs.Where($"""(data ->> 'state') collate "C" = {StoredText.Of(state ?? JobStanding.Open)}""");
        }

        if ((state is JobStanding.Draft || (state is null && employer is not null)) && !(employer is { } id && await MayReadDrafts(request, id)))
        {
            jobs.Where($"data ->> 'state' <> 'draft'");
        }
    }

    private static async ValueTask<bool> MayReadDrafts(ReadRequest request, EmployerId employer) =>
        request.Has(Role.Auditor) || await request.IsMemberOf(employer);
}
