using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Bodies;
using LaborMarketplace.Http.Problems;

namespace LaborMarketplace.Tests.Unit.Http;

public sealed class RequestBodyTests
{
    private const string Terms = """
        {
          "title": "Pipe fitter for one day", "description": "Replace the pipes.", "zone": "America/New_York", "verification": 1, "positions": 2,
          "when": { "start": "2026-12-07T13:00:00Z", "end": "2026-12-07T21:00:00+00:00" },
          "place": { "address": "1 Centre Street", "point": { "latitude": 40.7, "longitude": -74.0 }, "region": "us-east" },
          "skills": [ { "skill": "plumbing", "minimumLevel": 3 } ],
          "pay": { "kind": "hourly", "amount": { "amount": 32.5, "currency": "USD" } }
        }
        """;

    private const string InstantExpected = "An instant is written like 2026-11-24T09:00:00Z, with its offset from UTC, and lies from 1970 to 2199.";

    [Fact]
    public void Takes_what_has_the_asked_shape()
    {
        Assert.True(Parse(Terms).Succeeded(out var terms, out _));
        Assert.Equal(new Money(32.5m, Currency.UsDollar), terms.Pay.Amount);
    }

    [Fact]
    public void A_member_that_may_be_missing_may_be_null_too()
    {
        Assert.True(Parse(With("place", null)).Succeeded(out var terms, out _));
        Assert.Null(terms.Place);
    }

    [Theory]
    [InlineData("title", "5", "title", "A string is expected here.")]
    [InlineData("title", "null", "title", "This member is not null.")]
    [InlineData("title", "\"ab\"", "title", "A title has from 3 to 200 characters, not 2.")]
    [InlineData("title", "\"\\ud800 alone\"", "title", "A string is expected here.")]
    [InlineData("positions", "501", "positions", "A headcount is from 1 to 500, not 501.")]
    [InlineData("positions", "1.5", "positions", "A whole number is expected here.")]
    [InlineData("positions", "\"2\"", "positions", "A whole number is expected here.")]
    [InlineData("positions", "99999999999", "positions", "A whole number is expected here.")]
    [InlineData("skills", "{}", "skills", "A list is expected here.")]
    [InlineData("skills", "[null]", "skills[0]", "An object is expected here, with skill, minimumLevel.")]
    [InlineData(
        "skills", """[{"skill":"Plumbing","minimumLevel":3}]""", "skills[0].skill",
        "A skill is a code of the catalogue, like plumbing or web-development.")]
    [InlineData("when", """{"start":"2026-12-07T13:00:00Z","end":"2026-12-07T13:00:00Z"}""", "when", "A time window ends after it starts.")]
    [InlineData("when", """{"start":"2026-12-07T13:00:00Z","end":"2026-12-07T21:00:00"}""", "when.end", InstantExpected)]
    [InlineData("when", """{"start":"2026-12-07T13:00:00Z","end":"9999-12-31T21:00:00Z"}""", "when.end", InstantExpected)]
    [InlineData("when", "[]", "when", "An object is expected here, with start, end.")]
    [InlineData("pay", """{"kind":"daily","amount":{"amount":1,"currency":"USD"}}""", "pay.kind", "One of hourly, fixed is expected here.")]
    [InlineData("pay", """{"kind":"fixed","amount":{"amount":1e400,"currency":"USD"}}""", "pay.amount.amount", "A number is expected here.")]
    [InlineData("pay", """{"kind":"fixed","amount":{"amount":-1,"currency":"USD"}}""", "pay.amount", "An amount is above 0 and at most 1000000000000, not -1.")]
    [InlineData(
        "place", """{"address":"x","point":{"latitude":1e999,"longitude":0},"region":"us"}""", "place.point",
        "A latitude is from -90 to 90, not Infinity.")]
    [InlineData("paid", "1", "paid", "There is no such member; known are title, description, when, zone, place, skills, verification, pay, positions.")]
    public void Says_of_a_wrong_member_where_it_is_and_what_would_be_right(string member, string value, string path, string message)
    {
        var problem = ProblemOf(With(member, value));
        Assert.Equal(ProblemKind.InvalidBody, problem.Kind);
        Assert.Equal([message], ErrorsOf(problem)[path]);
        Assert.Equal($"{path}: {message}", problem.Detail);
    }

    [Fact]
    public void Says_all_that_is_wrong_at_once()
    {
        var errors = ErrorsOf(ProblemOf("""{"title":"a","extra":1,"skills":[{"minimumLevel":9}],"title":"b","when":null}"""));
        Assert.Equal(
            ["description", "extra", "pay", "positions", "skills[0].minimumLevel", "skills[0].skill", "title", "title", "verification", "when", "zone"],
            errors.SelectMany(pair => pair.Value.Select(_ => pair.Key)).Order(StringComparer.Ordinal));
        Assert.Equal("This member is missing.", errors["pay"].Single());
        Assert.Contains("This member stands here twice.", errors["title"]);
    }

    [Fact]
    public void Names_do_not_match_in_another_case() =>
        Assert.True(ErrorsOf(ProblemOf(Terms.Replace("\"title\"", "\"Title\"", StringComparison.Ordinal))).ContainsKey("Title"));

    [Theory]
    [InlineData("{\"title\": }", "Line 1, byte 11: ")]
    [InlineData("{\n\"a\":1,}", "Line 2, byte 7: ")]
    [InlineData("{", "Line 1, byte 2: ")]
    [InlineData("{} {}", "Line 1, byte 4: ")]
    [InlineData("{'a':1}", "Line 1, byte 2: ")]
    [InlineData("// comment\n{}", "Line 1, byte 1: ")]
    public void Says_where_it_stops_being_json(string text, string place)
    {
        var problem = ProblemOf(text);
        Assert.Equal(ProblemKind.MalformedJson, problem.Kind);
        Assert.StartsWith(place, problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_not_led_into_the_deep() =>
        Assert.Equal(ProblemKind.MalformedJson, ProblemOf(new string('[', 10_000)).Kind);

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    public void Is_an_object(string text) => Assert.Equal(["$"], ErrorsOf(ProblemOf(text)).Keys);

    [Fact]
    public void No_body_is_an_object_without_members() =>
        Assert.Equal("This member is missing.", ErrorsOf(ProblemOf("")!)["title"].Single());

    [Fact]
    public void Whatever_comes_is_a_value_or_a_problem_with_its_reasons() => Gen.Select(Gen.Int[0, 400], Gen.Int[0, Fragments.Length - 1]).Sample((at, which) =>
    {
        var text = Terms.Insert(Math.Min(at, Terms.Length), Fragments[which]);
        if (!Parse(text).Succeeded(out _, out var problem))
        {
            Assert.NotEmpty(problem.Detail);
            Assert.True(problem.Kind == ProblemKind.MalformedJson || problem.Errors!.Count > 0, text);
        }
    }, iter: 3_000);

    private static readonly string[] Fragments = ["\"", ",", "{", "}", "[", "]", "null", "1e999", "-", "\\u0000", "\\ud83d", "é", "\0", "\"a\":1,", "{}", "0"];

    private static string With(string member, string? value)
    {
        var terms = JsonNode.Parse(Terms)!.AsObject();
        terms.Remove(member);
        var text = terms.ToJsonString();
        return $"{text[..^1]},\"{member}\":{value ?? "null"}}}";
    }

    private static Parsed<JobTerms> Parse(string text) => RequestBody.Parse<JobTerms>(Encoding.UTF8.GetBytes(text));

    private static Problem ProblemOf(string text)
    {
        Assert.False(Parse(text).Succeeded(out _, out var problem), text);
        return problem;
    }

    private static Dictionary<string, List<string>> ErrorsOf(Problem problem) => problem.Errors!.ByField.ToDictionary();
}
