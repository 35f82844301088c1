using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Queries;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace LaborMarketplace.Tests.Unit.Http;

public sealed class QueryReaderTests
{
    private static readonly QueryParameter<int?> Limit = QueryParameter.Number("limit", "How many.", 1, 200, "50");
    private static readonly QueryParameter<GeoPoint> Near = QueryParameter.Point("near", "Where.");
    private static readonly QueryParameter<Skill?> SkillOf = QueryParameter.Text<Skill>("skill", "Which.", "plumbing");
    private static readonly QueryParameter<SkillLevel?> Level = QueryParameter.Count<SkillLevel>("minimumLevel", "How well.", "3");
    private static readonly QueryParameter<bool?> Remote = QueryParameter.Flag("remote", "Whether.");
    private static readonly QueryParameter<DateTimeOffset?> After = QueryParameter.Moment("startsAfter", "When.");
    private static readonly QueryParameter<Role?> As = QueryParameter.Word("as", "Who.", Role.Helper);
    private static readonly QueryParameter<EmployerId?> Of = QueryParameter.Id<EmployerId>("employer", "Whose.");

    private static readonly QueryParameter[] All = [Limit, Near, SkillOf, Level, Remote, After, As, Of];

    [Fact]
    public void Reads_what_is_given_and_leaves_out_what_is_not()
    {
        var query = Query(
            "?limit=20&near=40.5,-74&skill=plumbing&remote=true&startsAfter=2026-11-24T09:00Z"
            + "&as=operator&employer=01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4c");
        Assert.Equal(20, query.Read(Limit));
        Assert.Equal(new GeoPoint(40.5, -74), query.Read(Near));
        Assert.Equal(new Skill("plumbing"), query.Read(SkillOf));
        Assert.Null(query.Read(Level));
        Assert.True(query.Read(Remote));
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero), query.Read(After));
        Assert.Equal(Role.Operator, query.Read(As));
        Assert.NotNull(query.Read(Of));
        Assert.Null(query.Problem);
    }

    [Theory]
    [InlineData("?limit=0", "limit", "A whole number from 1 to 200 is expected, not 0.")]
    [InlineData("?limit=ten", "limit", "A whole number from 1 to 200 is expected, not ten.")]
    [InlineData("?limit=1&limit=2", "limit", "This parameter is given once.")]
    [InlineData("?near=40.5", "near", "A point is written latitude,longitude in degrees, like 40.7128,-74.0060.")]
    [InlineData("?near=91,0", "near", "A latitude is from -90 to 90, not 91.")]
    [InlineData("?minimumLevel=6", "minimumLevel", "A skill level is from 1 to 5, not 6.")]
    [InlineData("?remote=yes", "remote", "true or false is expected, not yes.")]
    [InlineData(
        "?startsAfter=tomorrow", "startsAfter",
        "An instant is written like 2026-11-24T09:00:00Z, with its offset from UTC, and lies from 1970 to 2199.")]
    [InlineData("?as=boss", "as", "One of helper, employer, reviewer, auditor, data, operator is expected, not boss.")]
    [InlineData("?employer=7", "employer", "A UUID is expected, not 7.")]
    [InlineData("?employer=00000000-0000-0000-0000-000000000000", "employer", "An employer id is a UUID other than all zeros.")]
    public void Says_of_a_wrong_parameter_what_would_be_right(string text, string name, string message)
    {
        var query = Query(text);
        ReadAll(query);
        Assert.Equal([message], query.Problem!.Errors!.ByField.ToDictionary()[name]);
    }

    [Fact]
    public void Says_all_that_is_wrong_at_once_and_names_what_it_knows()
    {
        var query = Query("?limitt=5&limit=0&remote=1");
        ReadAll(query);
        var errors = query.Problem!.Errors!.ByField.ToDictionary();
        Assert.Equal(["limit", "limitt", "remote"], errors.Keys);
        Assert.Contains("known are limit, near, skill", errors["limitt"].Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_parameters_example_is_one_that_it_takes() =>
        Assert.All(All, parameter =>
        {
            var query = Query($"?{parameter.Name}={Uri.EscapeDataString(parameter.Example)}");
            ReadAll(query);
            Assert.Null(query.Problem);
        });

    private static void ReadAll(QueryReader query)
    {
        _ = (query.Read(Limit), query.Read(Near), query.Read(SkillOf), query.Read(Level));
        _ = (query.Read(Remote), query.Read(After), query.Read(As), query.Read(Of));
    }

    private static QueryReader Query(string text) => new(new QueryCollection(QueryHelpers.ParseQuery(text)), All);
}
