using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using LaborMarketplace.Projections.Employers;
using LaborMarketplace.ReadApi.Lists;
using LaborMarketplace.ReadApi.Requests;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.ReadApi.Employers;

/// <summary>
/// Employers. Members, reviewers and auditors see the account; everybody else a card. The list is of all employers for reviewers and
/// auditors, and of their own for everybody else.
/// </summary>
internal static class EmployerEndpoints
{
    private static readonly QueryParameter<EmployerStanding?> State =
        QueryParameter.Word("state", "Employers in this state.", EmployerStanding.Pending);

    private static readonly IReadOnlyCollection<QueryParameter> Filters = [State, .. ListReader.Paging];

    public static void MapEmployers(this IEndpointRouteBuilder endpoints, ListReader lists)
    {
        endpoints.MapReading(
            "/employers/{employer}", [EmployerAccount.Projection, EmployerCard.Projection],
            new Operation("Employers", "getEmployer", "Reads an employer's account, or its card.")
            {
                Answer = Examples.One(EmployerAccount.Projection),
                Codes = [Answers.Missing("employer")],
            },
            Get);
        endpoints.MapReading(
            "/employers", [EmployerAccount.Projection],
            new Operation("Employers", "listEmployers", "Lists employers by name: all for reviewers and auditors, else those you are a member of.")
            {
                Answer = Examples.PageOf<EmployerAccount>(EmployerAccount.Projection),
                Query = Filters,
            },
            request => List(request, lists));
    }

    private static async Task<Problem?> Get(ReadRequest request)
    {
        if (!request.Id<EmployerId>("employer").Succeeded(out var employer, out var problem))
        {
            return problem;
        }

        var whole = request.Has(Role.Reviewer, Role.Auditor) || await request.IsMemberOf(employer);
        return await request.Document(whole ? EmployerAccount.Projection : EmployerCard.Projection, employer.Value) is { } document
            ? await request.Answer(document)
            : Answers.NotFound("employer", employer.Value);
    }

    private static Task<Problem?> List(ReadRequest request, ListReader lists)
    {
        var query = new QueryReader(request.Context.Request.Query, Filters);
        var employers = new DocumentQuery(EmployerAccount.Projection, """(data ->> 'name') collate "C" """)
            .WhereGiven(query.Read(State), state => $"""(data ->> 'state') collate "C" = {StoredText.Of(state)}""");
        if (!request.Has(Role.Reviewer, Role.Auditor))
        {
            employers.Where($"data -> 'members' @> {Membership.Pattern(request.Caller.Person)}::jsonb");
        }

        return lists.Answer(request, query, employers);
    }
}
