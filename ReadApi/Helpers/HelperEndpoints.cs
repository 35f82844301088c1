using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using LaborMarketplace.Projections.Applications;
using LaborMarketplace.Projections.Employers;
using LaborMarketplace.Projections.Helpers;
using LaborMarketplace.ReadApi.Lists;
using LaborMarketplace.ReadApi.Requests;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.ReadApi.Helpers;

/// <summary>
/// Helpers, and what others think of them. A helper, reviewers, auditors, and employers whom the helper has applied to see the whole
/// profile; everybody else sees the directory's card, which has no address, no number and no documents.
/// </summary>
internal static class HelperEndpoints
{
    private static readonly QueryParameter<Skill?> Skill = QueryParameter.Text<Skill>("skill", "Helpers with this skill.", "plumbing");

    private static readonly QueryParameter<SkillLevel?> MinimumLevel =
        QueryParameter.Count<SkillLevel>("minimumLevel", "At this level or above; needs skill.", "3");

    private static readonly QueryParameter<LanguageTag?> Language =
        QueryParameter.Text<LanguageTag>("language", "Helpers who speak this language.", "en");

    private static readonly QueryParameter<GeoPoint> Near =
        QueryParameter.Point("near", "Helpers who work at this point, or within radiusKm of it; to about a kilometre.");

    private static readonly QueryParameter<double?> Radius =
        QueryParameter.Measure("radiusKm", "How far their area may be from the point; needs near.", 0, 1000, "10");

    private static readonly IReadOnlyCollection<QueryParameter> Filters = [Skill, MinimumLevel, Language, Near, Radius, .. ListReader.Paging];

    public static void MapHelpers(this IEndpointRouteBuilder endpoints, ListReader lists, ContactRule contact)
    {
        endpoints.MapReading(
            "/helpers/{helper}", [HelperProfile.Projection, HelperCard.Projection, ApplicationView.Projection, EmployerAccount.Projection],
            new Operation("Helpers", "getHelper", "Reads a helper's profile, or their card in the directory.")
            {
                Answer = Examples.One(HelperProfile.Projection),
                Codes = [Answers.Missing("helper")],
            },
            request => GetHelper(request, contact));
        endpoints.MapReading(
            "/helpers/{helper}/reputation", [Reputation.Projection],
            new Operation("Helpers", "getReputation", "Reads a helper's ratings and reliability, with the events they rest on.")
            {
                Answer = Examples.One(Reputation.Projection),
                Codes = [Answers.Missing("helper")],
            },
            GetReputation);
        endpoints.MapReading(
            "/helpers", [HelperCard.Projection],
            new Operation("Helpers", "listHelpers", "Lists the helpers who take work, by name.")
            {
                Answer = Examples.PageOf<HelperCard>(HelperCard.Projection),
                Query = Filters,
            },
            request => List(request, lists));
    }

    private static async Task<Problem?> GetHelper(ReadRequest request, ContactRule contact)
    {
        if (!request.Id<HelperId>("helper").Succeeded(out var helper, out var problem))
        {
            return problem;
        }

        var whole = request.Is(helper) || request.Has(Role.Reviewer, Role.Auditor) || await contact.HasAppliedTo(request, helper);
        var projection = whole ? HelperProfile.Projection : HelperCard.Projection;
        return await request.Document(projection, helper.Value) is { } document
            ? await request.Answer(document)
            : Answers.NotFound("helper", helper.Value);
    }

    private static async Task<Problem?> GetReputation(ReadRequest request)
    {
        if (!request.Id<HelperId>("helper").Succeeded(out var helper, out var problem))
        {
            return problem;
        }

        return await request.Document(Reputation.Projection, helper.Value) is { } document
            ? await request.Answer(document)
            : Answers.NotFound("helper", helper.Value);
    }

    private static async Task<Problem?> List(ReadRequest request, ListReader lists)
    {
        var query = new QueryReader(request.Context.Request.Query, Filters);
        var helpers = new DocumentQuery(HelperCard.Projection, """(data ->> 'name') collate "C" """)
            .Where($"""(data ->> 'state') collate "C" = {StoredText.Of(HelperStanding.Active)}""");
        var (skill, level) = (query.Read(Skill), query.Read(MinimumLevel));
        helpers.WhereGiven(skill, code => $"data -> 'skillCodes' ? {code.Value}")
            .WhereGiven(query.Read(Language), tag => $"data -> 'languageTags' ? {tag.Value}");
        if (level is not null && !query.Gives(Skill))
        {
            query.Refuse(MinimumLevel.Name, "minimumLevel is of a skill, and needs one.");
        }
        else if (level is { } least && skill is { } held)
        {
            helpers.Where($"""
                exists (select from jsonb_array_elements(data -> 'skills') entry
                    where entry ->> 'skill' = {held.Value} and (entry -> 'level')::integer >= {least.Value})
                """);
        }

        var (near, radius) = (query.Read(Near), query.Read(Radius));
        if (radius is not null && !query.Gives(Near))
        {
            query.Refuse(Radius.Name, "radiusKm is about a point, and needs near.");
        }
        else if (near is not null)
        {
            helpers.WhereReaching(near, radius ?? 0);
        }

        return await lists.Answer(request, query, helpers);
    }

    private static void WhereReaching(this DocumentQuery helpers, GeoPoint near, double radius) => helpers
        .Where(Reach.BoxSql, $" && {Nearness.Box(near, radius)}")
        .Where($$"""
            read.metres_between(
                (data #> '{reach,centre,latitude}')::float8, (data #> '{reach,centre,longitude}')::float8, {{near.Latitude}}, {{near.Longitude}})
            <= ((data #> '{reach,radiusInKilometres}')::float8 + {{radius}}) * 1000
            """);
}
