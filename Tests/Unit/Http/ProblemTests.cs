using System.Text.Json;
using LaborMarketplace.Domain;
using LaborMarketplace.Http.Problems;
using Microsoft.AspNetCore.Http;

namespace LaborMarketplace.Tests.Unit.Http;

public sealed class ProblemTests
{
    [Theory]
    [InlineData(RefusalKind.Conflict, 409)]
    [InlineData(RefusalKind.Rule, 422)]
    [InlineData(RefusalKind.NotFound, 404)]
    [InlineData(RefusalKind.Forbidden, 403)]
    public async Task A_refusal_keeps_its_code_its_sentence_and_its_inputs(RefusalKind kind, int status)
    {
        var refusal = new Refusal(kind, "job.not-open", "The job is closed.", [("closedAt", DateTimeOffset.UnixEpoch), ("positions", 3)]);
        var (context, problem) = await Write(Problem.Of(refusal));
        Assert.Equal(status, context.Response.StatusCode);
        Assert.Equal("application/problem+json", context.Response.ContentType);
        Assert.Equal("job.not-open", problem.GetProperty("code").GetString());
        Assert.Equal("The job is closed.", problem.GetProperty("detail").GetString());
        Assert.Equal("1970-01-01T00:00:00+00:00", problem.GetProperty("inputs").GetProperty("closedAt").GetString());
        Assert.Equal(3, problem.GetProperty("inputs").GetProperty("positions").GetInt32());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.False(problem.TryGetProperty("errors", out _));
    }

    [Fact]
    public async Task Errors_stand_by_the_path_of_the_field()
    {
        var (_, problem) = await Write(Problem.OfParameters(new FieldErrors().With("limit", "One.").With("limit", "Two.").With("near", "Three.")));
        Assert.Equal("""{"limit":["One.","Two."],"near":["Three."]}""", problem.GetProperty("errors").GetRawText());
        Assert.Equal("3 things are wrong; the first is limit: One.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Says_when_to_come_back_in_whole_seconds()
    {
        var (context, _) = await Write(new Problem(ProblemKind.TooManyRequests, "Too many.") { RetryAfter = TimeSpan.FromMilliseconds(1_200) });
        Assert.Equal("2", context.Response.Headers.RetryAfter);
    }

    [Fact]
    public void No_two_kinds_share_a_code() =>
        Assert.Equal(ProblemKind.All.Count, ProblemKind.All.Select(kind => kind.Code).Distinct().Count());

    [Fact]
    public void Not_more_than_a_hundred_errors_are_told()
    {
        var errors = Enumerable.Range(0, 1_000).Aggregate(new FieldErrors(), (found, index) => found.With($"field{index}", "Wrong."));
        Assert.Equal(100, errors.Count);
    }

    private static async Task<(HttpContext Context, JsonElement Problem)> Write(Problem problem)
    {
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        await context.Write(problem);
        context.Response.Body.Position = 0;
        return (context, JsonDocument.Parse(context.Response.Body).RootElement);
    }
}
