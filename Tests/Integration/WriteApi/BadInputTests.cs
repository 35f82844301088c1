using System.Net;
using System.Text;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Integration.WriteApi;

[Collection(PostgresCollection.Name)]
public sealed class BadInputTests(WriteDoor door) : IClassFixture<WriteDoor>
{
    private readonly HttpClient _client = door.Host.As(Guid.CreateVersion7(), Role.Employer);

    [Fact]
    public async Task Malformed_json_is_told_with_its_place()
    {
        var problem = await (await _client.SendText("/v1/jobs", "{\"employer\":")).IsProblem(400, "request.malformed-json");
        Assert.StartsWith("Line 1, byte 13: ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_fields_are_told_with_the_known_ones()
    {
        var problem = await (await _client.Send("/v1/employers", new { Name = "Harbor", Region = "us-east", ContactEmail = "a@b.example", Vat = "1" }))
            .IsProblem(400, "request.invalid-body");
        Assert.Equal(["There is no such member; known are name, region, contactEmail."], problem.ErrorsAt("vat"));
    }

    [Fact]
    public async Task Wrong_types_and_numbers_out_of_range_are_told_all_at_once()
    {
        var problem = await (await _client.Send($"/v1/helpers/{Guid.CreateVersion7()}/add-skill", new { Skill = 5, Level = 9, Years = "many" }))
            .IsProblem(400, "request.invalid-body");
        Assert.Equal(["A string is expected here."], problem.ErrorsAt("skill"));
        Assert.Equal(["A skill level is from 1 to 5, not 9."], problem.ErrorsAt("level"));
        Assert.Equal(["A whole number is expected here."], problem.ErrorsAt("years"));
    }

    [Fact]
    public async Task A_body_that_is_missing_is_told_by_what_it_should_have() =>
        Assert.Equal(["This member is missing."], (await (await _client.Send("/v1/jobs")).IsProblem(400, "request.invalid-body")).ErrorsAt("terms"));

    [Theory]
    [InlineData(70_000)]
    [InlineData(10_000_000)]
    public async Task Text_that_is_too_long_is_answered_with_the_limit(int length)
    {
        var problem = await (await _client.Send("/v1/employers", new { Name = new string('a', length), Region = "us-east", ContactEmail = "a@b.example" }))
            .IsProblem(413, "request.body-too-large");
        Assert.Equal("A body has at most 65536 bytes.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Text_that_is_too_long_is_noticed_without_a_declared_length()
    {
        using var content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes($"{{\"name\":\"{new string('a', 10_000_000)}\"}}")));
        content.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/employers") { Content = content, Headers = { TransferEncodingChunked = true } };
        await (await _client.SendAsync(request)).IsProblem(413, "request.body-too-large");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("nonsense")]
    public async Task A_body_that_is_not_declared_as_json_is_not_read(string type) =>
        await (await _client.SendText("/v1/employers", "{}", type)).IsProblem(415, "request.unsupported-media-type");

    [Fact]
    public async Task An_id_that_is_no_uuid_is_named()
    {
        var problem = await (await _client.Send("/v1/jobs/first/publish")).IsProblem(400, "request.invalid-parameter");
        Assert.Equal(["An id is a UUID like 01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4c, not first."], problem.ErrorsAt("job"));
    }

    [Fact]
    public async Task An_unknown_id_is_told_as_not_found() =>
        await (await _client.Send($"/v1/jobs/{Guid.CreateVersion7()}/publish")).IsProblem(404, "job.not-found");

    [Fact]
    public async Task An_id_of_another_type_is_unknown()
    {
        var (employer, owner) = await door.Employer();
        await (await owner.Send($"/v1/jobs/{employer}/publish")).IsProblem(404, "job.not-found");
        await (await owner.Send($"/v1/assignments/{employer}/confirm")).IsProblem(404, "assignment.not-found");
        await (await owner.Send("/v1/jobs", new { Employer = Guid.CreateVersion7(), Terms = door.Terms() })).IsProblem(404, "employer.not-found");
    }

    [Fact]
    public async Task Somebody_elses_resource_is_not_touched()
    {
        var (employer, _) = await door.Employer();
        var (helper, _) = await door.Helper();
        var (_, stranger) = await door.Employer();
        await (await stranger.Send("/v1/jobs", new { Employer = employer, Terms = door.Terms() })).IsProblem(403, "access.not-yours");
        var response = await stranger.Send($"/v1/employers/{employer}/add-member", new { Member = Guid.CreateVersion7(), Role = "owner" });
        await response.IsProblem(403, "access.not-yours");
        await (await stranger.Send($"/v1/helpers/{helper}/pause")).IsProblem(403, "access.not-yours");
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("schlüssel")]
    [InlineData("LONG")]
    public async Task An_idempotency_key_has_1_to_200_visible_characters(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/jobs/{Guid.CreateVersion7()}/publish");
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key == "LONG" ? new string('k', 201) : key);
        using var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        using var client = new HttpClient(handler)
        {
            BaseAddress = door.Host.Address,
            DefaultRequestHeaders = { Authorization = _client.DefaultRequestHeaders.Authorization },
        };
        Assert.NotEmpty((await (await client.SendAsync(request)).IsProblem(400, "request.invalid-parameter")).ErrorsAt("Idempotency-Key"));
    }

    [Theory]
    [InlineData("3")]
    [InlineData("\"three\"")]
    [InlineData("W/\"3\"")]
    [InlineData("\"-1\"")]
    [InlineData("\"1\", \"2\"")]
    [InlineData("\"99999999999999999999\"")]
    public async Task If_match_is_one_etag(string ifMatch)
    {
        var response = await _client.Send($"/v1/jobs/{Guid.CreateVersion7()}/publish", ifMatch: ifMatch);
        Assert.NotEmpty((await response.IsProblem(400, "request.invalid-parameter")).ErrorsAt("If-Match"));
    }

    [Fact]
    public async Task A_command_takes_no_parameters_in_its_address()
    {
        var response = await _client.Send($"/v1/jobs/{Guid.CreateVersion7()}/publish?force=true");
        Assert.NotEmpty((await response.IsProblem(400, "request.invalid-parameter")).ErrorsAt("force"));
    }

    [Fact]
    public async Task An_address_that_nothing_answers_at_is_told_as_such()
    {
        await (await _client.Send("/v1/jobbs")).IsProblem(404, "request.not-found");
        var wrong = await _client.GetAsync(new Uri("/v1/jobs", UriKind.Relative));
        await wrong.IsProblem(405, "request.method-not-allowed");
        Assert.Equal(["POST"], wrong.Content.Headers.Allow);
    }

    [Fact]
    public async Task What_is_no_http_is_refused_and_the_door_stays_open()
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, door.Host.Address.Port);
        await socket.GetStream().WriteAsync("nonsense\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(socket.GetStream());
        Assert.StartsWith("HTTP/1.1 400", await reader.ReadLineAsync(), StringComparison.Ordinal);
        await (await _client.Send($"/v1/jobs/{Guid.CreateVersion7()}/publish")).IsProblem(404, "job.not-found");
    }
}
