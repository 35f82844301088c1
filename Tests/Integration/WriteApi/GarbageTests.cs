using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Integration.WriteApi;

/// <summary>Whatever is sent to whichever endpoint, the answer is its own or a problem in the 400s.</summary>
[Collection(PostgresCollection.Name)]
public sealed class GarbageTests(WriteDoor door) : IClassFixture<WriteDoor>
{
    private const int MutationsOfEach = 12;

    /// <summary>Values that have no place where they are put.</summary>
    private static readonly string[] Strangers =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "99999999999999999999", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"9999-12-31T23:59:59Z\"",
        "\"0001-01-01T00:00:00Z\"", "\"00000000-0000-0000-0000-000000000000\"", "[]", "[null]", "[[]]", "{}", "{\"a\":{\"b\":[1]}}",
        $"\"{new string('x', 20_000)}\"", "\"10675199.02:48:05.4775807\"",
    ];

    [Fact]
    public async Task Mutated_bodies_get_no_5xx_at_any_endpoint()
    {
        var client = door.Host.As(Guid.CreateVersion7(), Enum.GetValues<Role>());
        var targets = await Targets();
        foreach (var operation in (await ApiOperation.All(door.Host)).Where(operation => operation.Example is not null))
        {
            var address = targets.Aggregate(operation.Path, (path, target) => path.Replace(target.Key, target.Value, StringComparison.Ordinal));
            foreach (var body in Mutations(operation.Example!.Value).Array[MutationsOfEach].Single())
            {
                await IsAnswered(await client.SendText(address, body), $"{address} {body}");
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("\u0000\u0001")]
    [InlineData("{\"a\":1,\"a\":2}")]
    public async Task What_is_no_object_gets_no_5xx_at_any_endpoint(string body)
    {
        var client = door.Host.As(Guid.CreateVersion7(), Enum.GetValues<Role>());
        foreach (var operation in await ApiOperation.All(door.Host))
        {
            await IsAnswered(await client.SendText(operation.Address(), body), $"{operation.Path} {body}");
        }
    }

    [Fact]
    public async Task Ids_that_are_none_get_no_5xx_at_any_endpoint()
    {
        var client = door.Host.As(Guid.CreateVersion7(), Enum.GetValues<Role>());
        foreach (var operation in (await ApiOperation.All(door.Host)).Where(operation => operation.Path.Contains('{', StringComparison.Ordinal)))
        {
            foreach (var id in new[] { "0", Guid.Empty.ToString(), "%00", "%ff%fe", new string('x', 3_000), "{id}", "..%2f..", "'; drop table log.events; --" })
            {
                var address = string.Join('/', operation.Path.Split('/').Select(part => part.StartsWith('{') ? id : part));
                using var request = new HttpRequestMessage(operation.Method == "get" ? HttpMethod.Get : HttpMethod.Post, address);
                var response = await client.SendAsync(request);
                Assert.InRange((int)response.StatusCode, 400, 499);
            }
        }
    }

    /// <summary>Things that are really there, so that what passes the parser reaches the rules.</summary>
    private async Task<Dictionary<string, string>> Targets()
    {
        var (employer, owner) = await door.Employer();
        var (helper, client) = await door.Helper();
        var job = await owner.Do("/v1/jobs", new { Employer = employer, Terms = door.Terms() });
        await owner.Do($"/v1/jobs/{job.Id}/publish");
        var verification = await client.Do($"/v1/helpers/{helper}/request-verification", new { Type = "identity" });
        return new()
        {
            ["{employer}"] = employer.ToString(),
            ["{helper}"] = helper.ToString(),
            ["{job}"] = job.Id.ToString(),
            ["{verification}"] = verification.Id.ToString(),
            ["{application}"] = Guid.CreateVersion7().ToString(),
            ["{assignment}"] = Guid.CreateVersion7().ToString(),
        };
    }

    private static async Task IsAnswered(HttpResponseMessage response, string what)
    {
        Assert.True((int)response.StatusCode < 500, $"{what}: {await response.Content.ReadAsStringAsync()}");
        if (!response.IsSuccessStatusCode)
        {
            await response.Problem();
        }
    }

    /// <summary>The example with one member, at any depth, removed, put another in place of, doubled, or with a stranger beside it.</summary>
    private static Gen<string> Mutations(JsonElement example) =>
        Gen.Select(Gen.Int[0, 1_000], Gen.Int[0, 3], Gen.Int[0, Strangers.Length - 1]).Select((which, how, stranger) =>
        {
            var body = JsonNode.Parse(example.GetRawText())!.AsObject();
            var places = Places(body).ToList();
            if (places.Count == 0)
            {
                return $"{{\"stranger\":{Strangers[stranger]}}}";
            }

            var (parent, name) = places[which % places.Count];
            const string Mark = "\"the stranger comes here\"";
            var text = how switch
            {
                0 => Without(parent, name, body),
                1 => With(parent, name, body, Mark),
                2 => With(parent, "stranger", body, Mark),
                _ => With(parent, name, body, Mark).Replace(Mark, $"{parent[name]?.ToJsonString() ?? "null"},\"{name}\":{Mark}", StringComparison.Ordinal),
            };
            return text.Replace(Mark, Strangers[stranger], StringComparison.Ordinal);
        });

    private static string Without(JsonObject parent, string name, JsonObject body)
    {
        parent.Remove(name);
        return body.ToJsonString();
    }

    private static string With(JsonObject parent, string name, JsonObject body, string value)
    {
        parent[name] = JsonNode.Parse(value);
        return body.ToJsonString();
    }

    private static IEnumerable<(JsonObject Parent, string Name)> Places(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Places(member.Value).Prepend((members, member.Key))),
        JsonArray items => items.SelectMany(Places),
        _ => [],
    };
}
