using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using LaborMarketplace.Projections.Verifications;
using LaborMarketplace.ReadApi.Lists;
using LaborMarketplace.ReadApi.Requests;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.ReadApi.Verifications;

/// <summary>Verifications: for the helper they are of, for reviewers and auditors.</summary>
internal static class VerificationEndpoints
{
    private static readonly QueryParameter<VerificationStanding?> State =
        QueryParameter.Word("state", "Verifications in this state.", VerificationStanding.ConsentGiven);

    private static readonly IReadOnlyCollection<QueryParameter> Filters = [State, .. ListReader.Paging];

    public static void MapVerifications(this IEndpointRouteBuilder endpoints, ListReader lists)
    {
        endpoints.MapReading(
            "/verifications/{verification}", [VerificationStatus.Projection],
            new Operation("Verifications", "getVerification", "Reads a verification.")
            {
                Answer = Examples.One(VerificationStatus.Projection),
                Codes = [Answers.Missing("verification")],
            },
            Get);
        endpoints.MapReading(
            "/helpers/{helper}/verifications", [VerificationStatus.Projection],
            new Operation("Verifications", "listVerificationsByHelper", "Lists a helper's verifications, the oldest first.")
            {
                Answer = Examples.PageOf<VerificationStatus>(VerificationStatus.Projection),
                Query = Filters,
            },
            request => ListByHelper(request, lists));
        endpoints.MapReading(
            "/verifications", [VerificationStatus.Projection],
            new Operation("Verifications", "listVerifications", "Lists verifications, the oldest first: a reviewer's work.")
            {
                Answer = Examples.PageOf<VerificationStatus>(VerificationStatus.Projection),
                Query = Filters,
            },
            request => List(request, lists, null))
            .RequireRole(Role.Reviewer, Role.Auditor);
    }

    private static async Task<Problem?> Get(ReadRequest request)
    {
        if (!request.Id<VerificationId>("verification").Succeeded(out var id, out var problem))
        {
            return problem;
        }

        if (await request.Document(VerificationStatus.Projection, id.Value) is not { } document)
        {
            return Answers.NotFound("verification", id.Value);
        }

        return MayRead(request, document.As<VerificationStatus>().Helper)
            ? await request.Answer(document)
            : Answers.NotYours("the helper, reviewers and auditors");
    }

    private static async Task<Problem?> ListByHelper(ReadRequest request, ListReader lists)
    {
        if (!request.Id<HelperId>("helper").Succeeded(out var helper, out var problem))
        {
            return problem;
        }

        return MayRead(request, helper)
            ? await List(request, lists, $"""(data ->> 'helper') collate "C" = {helper.ToString()}""")
            : Answers.NotYours("the helper, reviewers and auditors");
    }

    private static Task<Problem?> List(ReadRequest request, ListReader lists, FormattableString? whose)
    {
        var query = new QueryReader(request.Context.Request.Query, Filters);
        var verifications = new DocumentQuery(VerificationStatus.Projection, VerificationStatus.RequestedSql)
            .WhereGiven(whose, condition => condition)
            .WhereGiven(query.Read(State), state => $"""(data ->> 'state') collate "C" = {StoredText.Of(state)}""");
        return lists.Answer(request, query, verifications);
    }

    private static bool MayRead(ReadRequest request, HelperId helper) => request.Is(helper) || request.Has(Role.Reviewer, Role.Auditor);
}
