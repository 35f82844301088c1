using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using LaborMarketplace.Projections.Applications;
using LaborMarketplace.Projections.Employers;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.ReadApi.Lists;
using LaborMarketplace.ReadApi.Requests;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.ReadApi.Applications;

/// <summary>Applications: for the helper who made them, the employer they went to, reviewers and auditors.</summary>
internal static class ApplicationEndpoints
{
    private static readonly QueryParameter<ApplicationStanding?> State =
        QueryParameter.Word("state", "Applications in this state.", ApplicationStanding.Submitted);

    private static readonly IReadOnlyCollection<QueryParameter> Filters = [State, .. ListReader.Paging];

    public static void MapApplications(this IEndpointRouteBuilder endpoints, ListReader lists)
    {
        endpoints.MapReading(
            "/applications/{application}", [ApplicationView.Projection, EmployerAccount.Projection],
            new Operation("Applications", "getApplication", "Reads an application.")
            {
                Answer = Examples.One(ApplicationView.Projection),
                Codes = [Answers.Missing("application")],
            },
            GetApplication);
        endpoints.MapReading(
            "/jobs/{job}/applications", [ApplicationView.Projection, JobDetail.Projection, EmployerAccount.Projection],
            new Operation("Applications", "listApplicationsByJob", "Lists a job's applications, the oldest first.")
            {
                Answer = Examples.PageOf<ApplicationView>(ApplicationView.Projection),
                Query = Filters,
                Codes = [Answers.Missing("job")],
            },
            request => ListByJob(request, lists));
        endpoints.MapReading(
            "/helpers/{helper}/applications", [ApplicationView.Projection],
            new Operation("Applications", "listApplicationsByHelper", "Lists a helper's applications, the oldest first.")
            {
                Answer = Examples.PageOf<ApplicationView>(ApplicationView.Projection),
                Query = Filters,
            },
            request => ListByHelper(request, lists));
    }

    private static async Task<Problem?> GetApplication(ReadRequest request)
    {
        if (!request.Id<ApplicationId>("application").Succeeded(out var id, out var problem))
        {
            return problem;
        }

        if (await request.Document(ApplicationView.Projection, id.Value) is not { } document)
        {
            return Answers.NotFound("application", id.Value);
        }

        var application = document.As<ApplicationView>();
        return await request.MayReadBetween(application.Helper, application.Employer)
            ? await request.Answer(document)
            : Answers.NotYours("the helper who applied and the members of the employer");
    }

    private static async Task<Problem?> ListByJob(ReadRequest request, ListReader lists)
    {
        if (!request.Id<JobId>("job").Succeeded(out var id, out var problem))
        {
            return problem;
        }

        if (await request.Document(JobDetail.Projection, id.Value) is not { } job)
        {
            return Answers.NotFound("job", id.Value);
        }

        return request.Has(Role.Auditor) || await request.IsMemberOf(job.As<JobDetail>().Employer)
            ? await List(request, lists, $"""(data ->> 'job') collate "C" = {id.ToString()}""")
            : Answers.NotYours("the members of the job's employer");
    }

    private static async Task<Problem?> ListByHelper(ReadRequest request, ListReader lists)
    {
        if (!request.Id<HelperId>("helper").Succeeded(out var helper, out var problem))
        {
            return problem;
        }

        return request.Is(helper) || request.Has(Role.Auditor)
            ? await List(request, lists, $"""(data ->> 'helper') collate "C" = {helper.ToString()}""")
            : Answers.NotYours("the helper");
    }

    private static Task<Problem?> List(ReadRequest request, ListReader lists, FormattableString whose)
    {
        var query = new QueryReader(request.Context.Request.Query, Filters);
        var applications = new DocumentQuery(ApplicationView.Projection, ApplicationView.StartedSql)
            .Where(whose)
            .WhereGiven(query.Read(State), state => $"""(data ->> 'state') collate "C" = {StoredText.Of(state)}""");
        return lists.Answer(request, query, applications);
    }
}
