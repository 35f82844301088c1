using System.Globalization;
using System.Text.Json;
using CsCheck;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Helpers;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Tests.Integration.Projections;
using static LaborMarketplace.Tests.Integration.ReadApi.ReadableMarketplace;

namespace LaborMarketplace.Tests.Integration.ReadApi;

[Collection(PostgresCollection.Name)]
public sealed class ListTests(PostgresFixture postgres)
{
    private static readonly string[] SkillCodes = ["plumbing", "carpentry", "painting"];

    private static readonly string[] LanguageTags = ["en", "es"];

    private static readonly Gen<GeoPoint> Points = Gen.Select(Gen.Double[39, 43], Gen.Double[-76, -72], (latitude, longitude) =>
        new GeoPoint(Math.Round(latitude, 4), Math.Round(longitude, 4)));

    private static readonly Gen<string?> Skills = Gen.Int[0, 3].Select(choice => choice == 0 ? null : SkillCodes[choice - 1]);

    private static readonly Gen<(string Query, Func<JobCard, bool> Matches)> JobFilters =
        Gen.Select(Skills, Points, Gen.Int[-50, 200], Gen.Int[-20, 100], Gen.Int[0, 60], Gen.Int[-2, 2], (skill, near, radius, pay, days, remote) =>
        {
            var (from, to) = (SampleHistory.Start.AddDays(days - 20), SampleHistory.Start.AddDays(days));
            var query = $"startsAfter={Text(from)}&startsBefore={Text(to)}"
                + (skill is null ? "" : $"&skill={skill}")
                + (radius < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"&near={near.Latitude},{near.Longitude}&radiusKm={radius}"))
                + (pay < 0 ? "" : $"&payAtLeast={pay}{(InEuros(pay) ? "&currency=EUR" : "")}{(Hourly(pay) ? "&payKind=hourly" : "")}")
                + (Math.Abs(remote) == 2 ? "" : remote < 0 ? "&remote=true" : "&remote=false");
            return (query, (Func<JobCard, bool>)(job =>
                job.State == JobStanding.Open
                && job.When.Start >= from && job.When.Start < to
                && (skill is null || job.Skills.Any(required => required.Skill.Value == skill))
                && (radius < 0 || (job.Place is { } place && place.Point.MetresTo(near) <= radius * 1000))
                && (pay < 0 || Pays(job, pay))
                && (Math.Abs(remote) == 2 || job.Remote == remote < 0)));
        });

    private static bool Pays(JobCard job, int hourly) =>
        job.HourlyAmount >= hourly
        && job.Pay.Amount.Currency.Value == (InEuros(hourly) ? "EUR" : "USD")
        && (!Hourly(hourly) || job.Pay.Kind == PayKind.Hourly);

    private static bool InEuros(int pay) => pay % 2 == 0;

    private static bool Hourly(int pay) => pay % 3 == 0;

    private static readonly Gen<string?> Spoken = Gen.Int[0, 2].Select(choice => choice == 0 ? null : LanguageTags[choice - 1]);

    private static readonly Gen<(string Query, Func<HelperCard, bool> Matches)> HelperFilters =
        Gen.Select(Skills, Points, Gen.Int[-50, 60], Gen.Int[-2, 5], Spoken, (skill, near, radius, level, language) =>
        {
            var query = "limit=200"
                + (skill is null ? "" : $"&skill={skill}" + (level < 1 ? "" : $"&minimumLevel={level}"))
                + (language is null ? "" : $"&language={language}")
                + (radius < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"&near={near.Latitude},{near.Longitude}&radiusKm={radius}"));
            return (query, (Func<HelperCard, bool>)(helper =>
                helper.State == HelperStanding.Active
                && (skill is null || helper.Skills.Any(held => held.Skill.Value == skill && held.Level.Value >= level))
                && (language is null || helper.Languages.Any(spoken => spoken.Language.Value == language))
                && (radius < 0 || (helper.Reach is { } reach && reach.Centre.MetresTo(near) <= (reach.RadiusInKilometres + radius) * 1000))));
        });

    [Fact]
    public async Task Finds_the_jobs_that_a_naive_filter_finds()
    {
        await using var marketplace = await Open(postgres, jobs: 120, applications: 0);
        var jobs = Folded<JobCard>(marketplace, JobCard.Projection);
        await JobFilters.SampleAsync(
            async filter => Assert.Equal(
                jobs.Where(filter.Matches).OrderBy(job => job.When.Start).Select(job => job.Id).Order(),
                (await marketplace.Host.ReadAll($"/v1/jobs?{filter.Query}", Stranger, [Role.Helper], limit: 7)).Select(IdOf).Order()),
            iter: 60,
            threads: 1);
    }

    [Fact]
    public async Task Finds_the_helpers_that_a_naive_filter_finds()
    {
        await using var marketplace = await Open(postgres, helpers: 60, jobs: 0, applications: 0);
        var helpers = Folded<HelperCard>(marketplace, HelperCard.Projection);
        await HelperFilters.SampleAsync(
            async filter =>
            {
                var found = (await marketplace.Host.Read($"/v1/helpers?{filter.Query}", Stranger, Role.Employer)).GetProperty("items");
                Assert.Equal(helpers.Where(filter.Matches).Select(helper => helper.Id).Order(), found.EnumerateArray().Select(IdOf).Order());
            },
            iter: 60,
            threads: 1);
    }

    /// <summary>Who asks on both sides of a helper's edge would else learn where the area really ends, and so where its centre is.</summary>
    [Fact]
    public async Task Finds_helpers_by_where_they_are_shown_to_work_and_not_by_where_exactly()
    {
        await using var marketplace = await Open(postgres, jobs: 0, applications: 0);
        var helpers = Folded<HelperCard>(marketplace, HelperCard.Projection);
        foreach (var helper in helpers.Where(helper => helper is { State: HelperStanding.Active, Reach: not null }))
        {
            foreach (var kilometres in new[] { -0.05, 0.05 })
            {
                var edge = helper.Reach!.Centre.Latitude + ((helper.Reach.RadiusInKilometres + kilometres) / 111.195);
                var near = string.Create(CultureInfo.InvariantCulture, $"{edge},{helper.Reach.Centre.Longitude}");
                var found = (await marketplace.Host.Read($"/v1/helpers?limit=200&near={near}", Stranger, Role.Employer)).GetProperty("items").EnumerateArray();
                Assert.Equal(kilometres < 0, found.Select(IdOf).Contains(helper.Id));
            }
        }
    }

    [Fact]
    public async Task Shows_every_item_once_and_in_order_while_items_are_added()
    {
        await using var marketplace = await Open(postgres, jobs: 60, applications: 0);
        var before = Folded<JobCard>(marketplace, JobCard.Projection).Where(job => job.State == JobStanding.Open).Select(job => job.Id).ToHashSet();
        var items = await marketplace.Host.ReadAll("/v1/jobs", Stranger, [Role.Helper], limit: 5, async () =>
        {
            marketplace.History.Tell(helpers: 0, employers: 1, jobs: 3, applications: 0);
            await marketplace.Host.CatchUp();
        });
        var ids = items.Select(IdOf).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Empty(before.Except(ids));
        var starts = items.Select(item => item.GetProperty("when").GetProperty("start").GetDateTimeOffset()).ToList();
        Assert.Equal(starts.Order(), starts);
    }

    [Fact]
    public async Task Lists_the_agenda_of_a_week_in_a_zone()
    {
        await using var marketplace = await Open(postgres);
        var helper = marketplace.Log.Events.Where(recorded => recorded.Type == "assignment.scheduled.v1")
            .Select(recorded => EventCodec.OfMarketplace().Decode(recorded).Event).Cast<Domain.Assignments.AssignmentEvent.Scheduled>().First();
        var touching = await Agenda("2026-W49");
        Assert.Contains(helper.Assignment.Value, await Agenda("2026-W50"));
        Assert.Equal(helper.When.Start < new DateTimeOffset(2026, 12, 7, 5, 0, 0, TimeSpan.Zero), touching.Contains(helper.Assignment.Value));
        Assert.Empty(await Agenda("2027-W20"));

        async Task<List<Guid>> Agenda(string week)
        {
            var path = $"/v1/helpers/{helper.Helper}/agenda?week={week}&zone=America/New_York";
            var agenda = await marketplace.Host.Read(path, new PersonId(helper.Helper.Value), Role.Helper);
            return [.. agenda.GetProperty("items").EnumerateArray().Select(IdOf)];
        }
    }

    [Theory]
    [InlineData("/v1/jobs?near=91,0&radiusKm=5")]
    [InlineData("/v1/helpers?near=91,0&radiusKm=5")]
    public async Task Says_of_a_wrong_place_only_that_it_is_wrong(string path)
    {
        await using var marketplace = await Open(postgres, helpers: 1, jobs: 0, applications: 0);
        var (_, _, problem) = await marketplace.Host.Refusal(path, Stranger, Role.Helper);
        var error = Assert.Single(problem.GetProperty("errors").EnumerateObject());
        Assert.Contains("A latitude", Assert.Single(error.Value.EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_what_is_wrong_with_a_query_all_at_once()
    {
        await using var marketplace = await Open(postgres, jobs: 10, applications: 0);
        var (status, code, problem) = await marketplace.Host.Refusal(
            "/v1/jobs?skil=plumbing&near=north&limit=0&state=gone&payAtLeast=-1&cursor=abc", Stranger, Role.Helper);
        Assert.Equal((400, "request.invalid-parameter"), (status, code));
        var errors = problem.GetProperty("errors");
        Assert.Equal(["cursor", "limit", "near", "payAtLeast", "skil", "state"], errors.EnumerateObject().Select(error => error.Name).Order());
        Assert.Contains("skill", errors.GetProperty("skil")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_cursor_that_was_altered_or_is_of_another_list()
    {
        await using var marketplace = await Open(postgres);
        var cursor = (await marketplace.Host.Read("/v1/jobs?limit=1", Stranger, Role.Helper)).GetProperty("next").GetString()!;
        foreach (var wrong in new[] { $"cursor={cursor[..^2]}", $"cursor=A{cursor[1..]}", $"remote=false&cursor={cursor}", "cursor=%00" })
        {
            var (status, _, problem) = await marketplace.Host.Refusal($"/v1/jobs?{wrong}", Stranger, Role.Helper);
            Assert.Equal(400, status);
            Assert.Contains("next", problem.GetProperty("errors").GetProperty("cursor")[0].GetString(), StringComparison.Ordinal);
        }
    }

    private static List<T> Folded<T>(ReadableMarketplace marketplace, Projection projection) =>
        [.. FoldInMemory.Fold(projection, EventCodec.OfMarketplace(), marketplace.Log.Events).Values.Cast<T>()];

    private static Guid IdOf(JsonElement item) => item.GetProperty("id").GetGuid();

    private static string Text(DateTimeOffset instant) => Uri.EscapeDataString(instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
