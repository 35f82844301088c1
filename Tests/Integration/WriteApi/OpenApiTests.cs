using System.Net.Http.Json;
using System.Text.Json;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Integration.WriteApi;

[Collection(PostgresCollection.Name)]
public sealed class OpenApiTests(WriteDoor door) : IClassFixture<WriteDoor>
{
    [Fact]
    public async Task Every_endpoint_takes_its_own_example()
    {
        var client = door.Host.As(Guid.CreateVersion7(), Enum.GetValues<Role>());
        foreach (var operation in await ApiOperation.All(door.Host))
        {
            using var response = operation.Example is { } example
                ? await client.SendText(operation.Address(), example.GetRawText())
                : await client.GetAsync(new Uri(operation.Address(), UriKind.Relative));
            Assert.True((int)response.StatusCode is 200 or 201 or 403 or 404 or 409 or 422, $"{operation.Path}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task Every_command_takes_a_body_with_an_example_and_says_what_may_go_wrong()
    {
        foreach (var operation in (await ApiOperation.All(door.Host)).Where(operation => operation.Method == "post"))
        {
            Assert.NotNull(operation.Example);
            Assert.True(operation.Says.GetProperty("responses").TryGetProperty("422", out _), operation.Path);
            Assert.NotEmpty(operation.Says.GetProperty("summary").GetString()!);
            Assert.NotEmpty(operation.Says.GetProperty("security").EnumerateArray());
        }
    }

    [Fact]
    public async Task Every_command_says_its_headers()
    {
        foreach (var operation in (await ApiOperation.All(door.Host)).Where(operation => operation.Method == "post" && operation.Path != "/v1/clock/advance"))
        {
            var parameters = operation.Says.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()).ToList();
            Assert.Contains("Idempotency-Key", parameters);
            Assert.Contains("If-Match", parameters);
            var status = operation.Says.GetProperty("responses").TryGetProperty("201", out _) ? "201" : "200";
            var headers = operation.Says.GetProperty("responses").GetProperty(status).GetProperty("headers");
            Assert.True(headers.TryGetProperty("ETag", out _) && headers.TryGetProperty("Marketplace-Position", out _), operation.Path);
        }
    }

    [Fact]
    public async Task No_two_operations_share_an_id()
    {
        var ids = (await ApiOperation.All(door.Host)).Select(operation => operation.Says.GetProperty("operationId").GetString()).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task Schemas_say_what_scalars_ask_for()
    {
        var document = await door.Host.Anonymous().GetFromJsonAsync<JsonElement>(new Uri("/openapi/v1.json", UriKind.Relative));
        var skill = document.GetProperty("components").GetProperty("schemas").GetProperty("HelperCommandAddSkill");
        Assert.Equal(["level", "skill", "years"], skill.GetProperty("required").EnumerateArray().Select(name => name.GetString()).Order());
        Assert.Equal(5, skill.GetProperty("properties").GetProperty("level").GetProperty("maximum").GetInt32());
        Assert.Equal("^[a-z0-9]+(-[a-z0-9]+)*$", skill.GetProperty("properties").GetProperty("skill").GetProperty("pattern").GetString());
    }

    [Fact]
    public async Task There_is_a_page_to_read_it_on() =>
        Assert.Contains("swagger-ui", await door.Host.Anonymous().GetStringAsync(new Uri("/docs/index.html", UriKind.Relative)), StringComparison.Ordinal);
}

/// <summary>An operation of the OpenAPI document.</summary>
internal sealed record ApiOperation(string Method, string Path, JsonElement Says)
{
    private static readonly JsonElement NoMembers = JsonDocument.Parse("{}").RootElement;

    /// <summary>The example of a body, which is an empty object where a body is not required; null where none is taken.</summary>
    public JsonElement? Example =>
        !Says.TryGetProperty("requestBody", out var body) ? null
        : body.TryGetProperty("required", out var required) && required.GetBoolean()
            ? body.GetProperty("content").GetProperty("application/json").GetProperty("example")
        : NoMembers;

    public static async Task<IReadOnlyList<ApiOperation>> All(WriteHost host)
    {
        var document = await host.Anonymous().GetFromJsonAsync<JsonElement>(new Uri("/openapi/v1.json", UriKind.Relative));
        return
        [
            .. document.GetProperty("paths").EnumerateObject().SelectMany(path =>
                path.Value.EnumerateObject().Select(verb => new ApiOperation(verb.Name, path.Name, verb.Value))),
        ];
    }

    /// <summary>The path with an id in it that nothing has.</summary>
    public string Address() => string.Join('/', Path.Split('/').Select(part => part.StartsWith('{') ? Guid.CreateVersion7().ToString() : part));
}
