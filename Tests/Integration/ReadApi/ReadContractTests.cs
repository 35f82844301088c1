using System.Net;
using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Tests.Integration.ReadApi.ReadableMarketplace;

namespace LaborMarketplace.Tests.Integration.ReadApi;

[Collection(PostgresCollection.Name)]
public sealed class ReadContractTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Every_operation_says_what_it_does_what_it_answers_and_every_code_of_a_no()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        var operations = (await ContractOf(marketplace.Host)).Operations;
        Assert.Equal(operations.Count, operations.Select(operation => operation.Says.GetProperty("operationId").GetString()).Distinct().Count());
        foreach (var operation in operations)
        {
            Assert.EndsWith(".", operation.Says.GetProperty("summary").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(operation.Says.GetProperty("security").EnumerateArray());
            var done = Assert.Single(operation.Statuses, status => status is >= 200 and < 300);
            Assert.True(operation.Types(done).Contains("application/json"), $"{operation} has no schema of its answer.");
            foreach (var status in operation.Statuses.Where(status => status >= 400))
            {
                Assert.All(operation.Codes(status), code => Assert.Matches("^[a-z]+\\.[a-z]+(-[a-z]+)*$", code));
                Assert.DoesNotContain("refused.state", operation.Codes(status));
            }

            Assert.Equal(["token.missing", "token.expired", "token.invalid"], operation.Codes(401));
        }
    }

    [Theory]
    [InlineData("get", "plan", 409, "projection.cannot-fold")]
    [InlineData("get", "diff", 409, "projection.cannot-fold", "projection.comparison-at-work", "projection.nothing-to-compare")]
    [InlineData("post", "verify", 409, "projection.cannot-fold", "projection.other-version", "projection.comparison-at-work", "projection.nothing-to-compare")]
    [InlineData("post", "rebuild", 409, "projection.rebuild-at-work")]
    [InlineData("get", "rebuild", 404, "projection.no-rebuild", "projection.not-found")]
    [InlineData("get", "rebuild", 503, "projection.too-many-listeners", "server.unavailable")]
    [InlineData("delete", "rebuild", 409, "projection.rebuild-elsewhere", "projection.rebuild-of-all")]
    [InlineData("post", "switch", 400, "request.invalid-body", "request.malformed-json", "request.invalid-parameter", "request.bad")]
    public async Task Lists_each_code_that_may_be_answered(string method, string verb, int status, params string[] codes)
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        var operation = Assert.Single(
            (await ContractOf(marketplace.Host)).Operations,
            operation => operation.Method == HttpMethod.Parse(method) && operation.Path == $"/v1/projections/{{name}}/{verb}");
        Assert.Equal(codes.Order(), operation.Codes(status).Order());
    }

    [Fact]
    public async Task Takes_no_body_where_none_is_needed_and_asks_for_it_where_it_is()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        var operations = (await ContractOf(marketplace.Host)).Operations.Where(operation => operation.Method == HttpMethod.Post).ToList();
        Assert.Equal(["/v1/projections/{name}/skip"], operations.Where(operation => operation.NeedsBody == true).Select(operation => operation.Path));
        foreach (var operation in operations)
        {
            var path = operation.Path.Replace("{name}", "job-board", StringComparison.Ordinal);
            using var without = await marketplace.Host.Send(HttpMethod.Post, path, Stranger, [Role.Data]);
            Assert.True(operation.NeedsBody == (without.StatusCode == HttpStatusCode.BadRequest), $"{path}: {without.StatusCode}");
            using var example = await marketplace.Host.Post(path, operation.ExampleOfBody, Stranger, [Role.Data]);
            Assert.True((int)example.StatusCode is 200 or 202 or 409, $"{path}: {example.StatusCode}");
        }
    }

    private static async Task<ReadContract> ContractOf(ReadHost host)
    {
        using var document = await host.Get("/openapi/v1.json", null, []);
        return ReadContract.Of(await document.Content.ReadAsStringAsync());
    }
}
