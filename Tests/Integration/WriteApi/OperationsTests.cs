using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Integration.WriteApi;

[Collection(PostgresCollection.Name)]
public sealed class OperationsTests(WriteDoor door) : IClassFixture<WriteDoor>
{
    private readonly HttpClient _operator = door.Host.As(Guid.CreateVersion7(), Role.Operator);

    [Fact]
    public async Task Tells_how_far_the_processes_have_come() => Assert.Equal(
        """{"position":7,"logEnd":7,"dueDeadlines":0,"settled":true}""", await _operator.GetStringAsync(new Uri("/v1/processes", UriKind.Relative)));

    [Fact]
    public async Task Moves_the_clock_forward_and_never_back()
    {
        var to = door.Host.Clock.Now.AddDays(3);
        Assert.Equal(200, (int)(await _operator.Send("/v1/clock/advance", new { To = to })).StatusCode);
        var now = (await _operator.GetFromJsonAsync<JsonElement>(new Uri("/v1/clock", UriKind.Relative))).GetProperty("now").GetDateTimeOffset();
        Assert.InRange(now, to, to.AddMinutes(1));
        await (await _operator.Send("/v1/clock/advance", new { To = to.AddDays(-1) })).IsProblem(422, "clock.not-back");
        await (await _operator.Send("/v1/clock/advance", new { To = to.AddYears(2) })).IsProblem(422, "clock.too-far");
        await (await door.Host.As(Guid.CreateVersion7(), Role.Employer).Send("/v1/clock/advance", new { To = to })).IsProblem(403, "access.forbidden");
    }

    [Fact]
    public async Task An_empty_mailbox_is_told_as_such() =>
        await (await _operator.GetAsync(new Uri($"/v1/mailbox/{Guid.CreateVersion7()}", UriKind.Relative))).IsProblem(404, "request.not-found");

    [Fact]
    public async Task The_supervisors_code_of_an_unknown_assignment_is_not_found()
    {
        var unknown = new Uri($"/v1/assignments/{Guid.CreateVersion7()}/supervisor-code", UriKind.Relative);
        await (await _operator.GetAsync(unknown)).IsProblem(404, "assignment.not-found");
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Says_how_it_is_without_a_token(string path) =>
        Assert.Contains("\"status\":\"healthy\"", await door.Host.Anonymous().GetStringAsync(new Uri(path, UriKind.Relative)), StringComparison.Ordinal);

    [Fact]
    public async Task A_problems_type_leads_to_a_page_that_explains_it()
    {
        var problem = await (await door.Host.Anonymous().PostAsync(new Uri("/v1/jobs", UriKind.Relative), null)).IsProblem(401, "token.missing");
        var type = problem.GetProperty("type").GetString()!.Split('#');
        Assert.Contains($"<h2 id=\"{type[1]}\">", await door.Host.Anonymous().GetStringAsync(new Uri(type[0], UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Speaks_http_2_on_a_port_of_its_own()
    {
        using var client = new HttpClient
        {
            BaseAddress = door.Host.Http2Address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        client.DefaultRequestHeaders.Authorization = _operator.DefaultRequestHeaders.Authorization;
        using var response = await client.PostAsync(new Uri($"/v1/jobs/{Guid.CreateVersion7()}/publish", UriKind.Relative), null);
        Assert.Equal(HttpVersion.Version20, response.Version);
        await response.IsProblem(404, "job.not-found");
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_back()
    {
        await using var narrow = await WriteHost.Start(door.Connection, door.KeyFile, ("Limits:Burst", "3"), ("Limits:RequestsPerSecond", "1"));
        var client = narrow.As(Guid.CreateVersion7(), Role.Helper);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.Send($"/v1/jobs/{Guid.CreateVersion7()}/publish")));
        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(refused.Count, 5, 7);
        await refused[0].IsProblem(429, "limit.too-many-requests");
        Assert.NotNull(refused[0].Headers.RetryAfter);
        await (await narrow.As(Guid.CreateVersion7(), Role.Helper).Send($"/v1/jobs/{Guid.CreateVersion7()}/publish")).IsProblem(404, "job.not-found");
    }
}
