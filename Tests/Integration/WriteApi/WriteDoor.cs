using System.Net.Http.Json;
using System.Text.Json;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Integration.WriteApi;

/// <summary>One write door for all tests of a class, and the steps that many of them begin with.</summary>
public sealed class WriteDoor(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketplace-tests-").FullName;

    internal string Connection { get; private set; } = "";

    internal string KeyFile => Path.Combine(_folder, "tokens.pem");

    internal WriteHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Connection = await postgres.CreateDatabase();
        Host = await WriteHost.Start(Connection, KeyFile);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Starts the host anew, as after a crash.</summary>
    internal async Task Restart()
    {
        await Host.DisposeAsync();
        Host = await WriteHost.Start(Connection, KeyFile);
    }

    /// <summary>A helper who has registered.</summary>
    internal async Task<(Guid Id, HttpClient Client)> Helper()
    {
        var id = Guid.CreateVersion7();
        var client = Host.As(id, Role.Helper);
        await client.Do("/v1/helpers", new { Region = "us-east", Name = "Maria Lopez", Email = $"{id:N}@example.org" });
        return (id, client);
    }

    /// <summary>An employer who has been verified, with its owner.</summary>
    internal async Task<(Guid Id, HttpClient Owner)> Employer()
    {
        var owner = Host.As(Guid.CreateVersion7(), Role.Employer);
        var registered = await owner.Do("/v1/employers", new { Name = "Harbor", Region = "us-east", ContactEmail = "jobs@harbor.example" });
        await Host.As(Guid.CreateVersion7(), Role.Reviewer).Do($"/v1/employers/{registered.Id}/verify");
        return (registered.Id, owner);
    }

    /// <summary>A job that can be published.</summary>
    internal object Terms(decimal pay = 30) => new
    {
        Title = "Pipe fitter",
        Description = "Replace the pipes.",
        When = new { Start = Host.Clock.Now.AddDays(10), End = Host.Clock.Now.AddDays(10).AddHours(8) },
        Zone = "America/New_York",
        Place = new { Address = "1 Centre Street", Point = new { Latitude = 40.7, Longitude = -74.0 }, Region = "us-east" },
        Skills = new[] { new { Skill = "plumbing", MinimumLevel = 3 } },
        Verification = 0,
        Pay = new { Kind = "hourly", Amount = new { Amount = pay, Currency = "USD" } },
        Positions = 2,
    };
}

/// <summary>What a command was answered with.</summary>
internal sealed record Done(Guid Id, long Revision, long Position);

internal static class Sending
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly string[] Members = ["type", "title", "detail", "code", "traceId"];

    /// <summary>Sends a command.</summary>
    public static async Task<HttpResponseMessage> Send(this HttpClient client, string path, object? body = null, string? key = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body, options: Json) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await client.SendAsync(request);
    }

    /// <summary>Sends text as it is.</summary>
    public static async Task<HttpResponseMessage> SendText(this HttpClient client, string path, string body, string type = "application/json")
    {
        using var content = new StringContent(body);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return await client.PostAsync(path, content);
    }

    /// <summary>Sends a command that has to be done.</summary>
    public static async Task<Done> Do(this HttpClient client, string path, object? body = null, string? key = null)
    {
        using var response = await client.Send(path, body, key);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<Done>(Json))!;
    }

    /// <summary>The problem that a request was answered with, which has this status and this code.</summary>
    public static async Task<JsonElement> IsProblem(this HttpResponseMessage response, int status, string code)
    {
        var problem = await response.Problem();
        Assert.Equal((status, code), ((int)response.StatusCode, problem.GetProperty("code").GetString()));
        return problem;
    }

    /// <summary>The problem that a request was answered with, whichever it is.</summary>
    public static async Task<JsonElement> Problem(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{(int)response.StatusCode} {text}");
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal((int)response.StatusCode, problem.GetProperty("status").GetInt32());
        Assert.All(Members, member => Assert.NotEmpty(problem.GetProperty(member).GetString()!));
        return problem;
    }

    /// <summary>The messages under a field's path.</summary>
    public static IEnumerable<string> ErrorsAt(this JsonElement problem, string field) =>
        problem.GetProperty("errors").GetProperty(field).EnumerateArray().Select(message => message.GetString()!);
}
