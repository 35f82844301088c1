using System.Globalization;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Integration.WriteApi;

[Collection(PostgresCollection.Name)]
public sealed class RevisionTests(WriteDoor door) : IClassFixture<WriteDoor>
{
    [Fact]
    public async Task An_answer_says_the_revision_and_where_the_effect_stands()
    {
        var (helper, client) = await door.Helper();
        var rate = new { Kind = "hourly", Amount = new { Amount = 30, Currency = "USD" } };
        var response = await client.Send($"/v1/helpers/{helper}/set-rate", new { Rate = rate });
        var position = response.Headers.GetValues("Marketplace-Position").Single();
        Assert.Equal("\"1\"", response.Headers.ETag!.Tag);
        Assert.Equal($"{{\"id\":\"{helper}\",\"revision\":1,\"position\":{position}}}", await response.Content.ReadAsStringAsync());
        Assert.True(long.Parse(position, CultureInfo.InvariantCulture) > 0);
    }

    [Fact]
    public async Task What_is_made_is_answered_with_its_address()
    {
        var owner = door.Host.As(Guid.CreateVersion7(), Role.Employer);
        var response = await owner.Send("/v1/employers", new { Name = "Harbor", Region = "us-east", ContactEmail = "jobs@harbor.example" });
        Assert.Equal(201, (int)response.StatusCode);
        Assert.Matches("^/v1/employers/[0-9a-f-]{36}$", response.Headers.Location!.OriginalString);
        Assert.Equal("\"0\"", response.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task A_command_on_what_has_not_changed_is_done()
    {
        var (helper, client) = await door.Helper();
        var response = await client.Send($"/v1/helpers/{helper}/add-skill", new { Skill = "plumbing", Level = 3, Years = 2 }, ifMatch: "\"0\"");
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(200, (int)(await client.Send($"/v1/helpers/{helper}/remove-skill", new { Skill = "plumbing" }, ifMatch: "*")).StatusCode);
    }

    [Fact]
    public async Task A_command_on_what_has_changed_is_told_the_revision_of_now()
    {
        var (helper, client) = await door.Helper();
        await client.Do($"/v1/helpers/{helper}/add-skill", new { Skill = "plumbing", Level = 3, Years = 2 });
        var response = await client.Send($"/v1/helpers/{helper}/remove-skill", new { Skill = "plumbing" }, ifMatch: "\"0\"");
        var problem = await response.IsProblem(412, "request.revision-mismatch");
        Assert.Equal(1, problem.GetProperty("inputs").GetProperty("revision").GetInt64());
        Assert.Equal("\"1\"", response.Headers.ETag!.Tag);
    }
}
