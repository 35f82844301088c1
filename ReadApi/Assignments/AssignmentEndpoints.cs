using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using LaborMarketplace.Projections.Assignments;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Employers;
using LaborMarketplace.ReadApi.Lists;
using LaborMarketplace.ReadApi.Requests;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.ReadApi.Assignments;

/// <summary>Assignments, their time sheets, and the agendas they stand in: for the two sides, reviewers and auditors.</summary>
internal static class AssignmentEndpoints
{
    private static readonly QueryParameter<IsoWeek?> Week =
        new("week", "Assignments that touch this week (ISO 8601); all unless given.", "2026-W48", text => IsoWeek.From(text));

    private static readonly QueryParameter<TimeZoneName?> Zone =
        QueryParameter.Text<TimeZoneName>("zone", "The zone that the week is meant in; UTC unless given.", "America/New_York");

    private static readonly IReadOnlyCollection<QueryParameter> Filters = [Week, Zone, .. ListReader.Paging];

    public static void MapAssignments(this IEndpointRouteBuilder endpoints, ListReader lists)
    {
        endpoints.MapReading(
            "/assignments/{assignment}", [AgendaEntry.Projection, EmployerAccount.Projection],
            new Operation("Assignments", "getAssignment", "Reads an assignment.")
            {
                Answer = Examples.One(AgendaEntry.Projection),
                Codes = [Answers.Missing("assignment")],
            },
            request => Get(request, AgendaEntry.Projection));
        endpoints.MapReading(
            "/assignments/{assignment}/time-sheet", [TimeSheetView.Projection, AgendaEntry.Projection, EmployerAccount.Projection],
            new Operation("Assignments", "getTimeSheet", "Reads the time worked on an assignment.")
            {
                Answer = Examples.One(TimeSheetView.Projection),
                Codes = [Answers.Missing("assignment")],
            },
            request => Get(request, TimeSheetView.Projection));
        endpoints.MapReading(
            "/helpers/{helper}/agenda", [AgendaEntry.Projection],
            new Operation("Assignments", "getHelperAgenda", "Lists a helper's assignments, by start.")
            {
                Answer = Examples.PageOf<AgendaEntry>(AgendaEntry.Projection),
                Query = Filters,
            },
            request => ListOfHelper(request, lists));
        endpoints.MapReading(
            "/employers/{employer}/agenda", [AgendaEntry.Projection, EmployerAccount.Projection],
            new Operation("Assignments", "getEmployerAgenda", "Lists an employer's assignments, by start.")
            {
                Answer = Examples.PageOf<AgendaEntry>(AgendaEntry.Projection),
                Query = Filters,
            },
            request => ListOfEmployer(request, lists));
    }

    private static async Task<Problem?> Get(ReadRequest request, Projection projection)
    {
        if (!request.Id<AssignmentId>("assignment").Succeeded(out var id, out var problem))
        {
            return problem;
        }

        if (await request.Document(AgendaEntry.Projection, id.Value) is not { } entry
            || await request.Document(projection, id.Value) is not { } document)
        {
            return Answers.NotFound("assignment", id.Value);
        }

        var assignment = entry.As<AgendaEntry>();
        return await request.MayReadBetween(assignment.Helper, assignment.Employer)
            ? await request.Answer(document)
            : Answers.NotYours("the helper and the members of the employer");
    }

    private static async Task<Problem?> ListOfHelper(ReadRequest request, ListReader lists)
    {
        if (!request.Id<HelperId>("helper").Succeeded(out var helper, out var problem))
        {
            return problem;
        }

        return request.Is(helper) || request.Has(Role.Auditor)
            ? await List(request, lists, $"""(data ->> 'helper') collate "C" = {helper.ToString()}""")
            : Answers.NotYours("the helper");
    }

    private static async Task<Problem?> ListOfEmployer(ReadRequest request, ListReader lists)
    {
        if (!request.Id<EmployerId>("employer").Succeeded(out var employer, out var problem))
        {
            return problem;
        }

        return request.Has(Role.Auditor) || await request.IsMemberOf(employer)
            ? await List(request, lists, $"""(data ->> 'employer') collate "C" = {employer.ToString()}""")
            : Answers.NotYours("the employer's members");
    }

    private static Task<Problem?> List(ReadRequest request, ListReader lists, FormattableString whose)
    {
        var query = new QueryReader(request.Context.Request.Query, Filters);
        var agenda = new DocumentQuery(AgendaEntry.Projection, AgendaEntry.StartSql).Where(whose);
        var (week, zone) = (query.Read(Week), query.Read(Zone));
        if (zone is not null && week is null)
        {
            query.Refuse(Zone.Name, "zone says where the week is meant, and needs week.");
        }
        else if (week is { } asked)
        {
            var (from, to) = asked.In(zone ?? TimeZoneName.From("UTC"));
            // No assignment is longer than a time window can be, so the index on the start bounds both ends.
            agenda.Where(AgendaEntry.StartSql, $" < {StoredText.Of(to)}")
                .Where(AgendaEntry.StartSql, $" >= {StoredText.Of(from - TimeWindow.Longest)}")
                .Where($$"""(data #>> '{when,end}') collate "C" > {{StoredText.Of(from)}}""");
        }

        return lists.Answer(request, query, agenda);
    }
}
