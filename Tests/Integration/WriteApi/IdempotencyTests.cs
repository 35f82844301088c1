namespace LaborMarketplace.Tests.Integration.WriteApi;

[Collection(PostgresCollection.Name)]
public sealed class IdempotencyTests(WriteDoor door) : IClassFixture<WriteDoor>
{
    [Fact]
    public async Task The_same_request_again_gets_the_first_answer_byte_for_byte()
    {
        var (employer, owner) = await door.Employer();
        var body = new { Employer = employer, Terms = door.Terms() };
        var first = await Answer(await owner.Send("/v1/jobs", body, "draft-1"));
        Assert.StartsWith("201 ", first, StringComparison.Ordinal);
        Assert.Equal(first, await Answer(await owner.Send("/v1/jobs", body, "draft-1")));
    }

    [Fact]
    public async Task Also_when_the_thing_has_changed_since()
    {
        var (helper, client) = await door.Helper();
        var first = await Answer(await client.Send($"/v1/helpers/{helper}/add-skill", new { Skill = "plumbing", Level = 3, Years = 2 }, "skill-1"));
        await client.Do($"/v1/helpers/{helper}/remove-skill", new { Skill = "plumbing" });
        Assert.Equal(first, await Answer(await client.Send($"/v1/helpers/{helper}/add-skill", new { Skill = "plumbing", Level = 3, Years = 2 }, "skill-1")));
    }

    [Fact]
    public async Task Also_when_the_rules_of_now_would_refuse_it()
    {
        var (employer, owner) = await door.Employer();
        var job = await owner.Do("/v1/jobs", new { Employer = employer, Terms = door.Terms() });
        var first = await Answer(await owner.Send($"/v1/jobs/{job.Id}/publish", key: "publish-1"));
        await owner.Do($"/v1/jobs/{job.Id}/cancel", new { Reason = "The event is off." });
        Assert.Equal(first, await Answer(await owner.Send($"/v1/jobs/{job.Id}/publish", key: "publish-1")));
    }

    [Fact]
    public async Task Also_after_a_restart()
    {
        var (employer, owner) = await door.Employer();
        var body = new { Employer = employer, Terms = door.Terms() };
        var first = await Answer(await owner.Send("/v1/jobs", body, "draft-2"));
        var token = owner.DefaultRequestHeaders.Authorization!.Parameter!;
        await door.Restart();
        Assert.Equal(first, await Answer(await door.Host.With(token).Send("/v1/jobs", body, "draft-2")));
    }

    [Fact]
    public async Task The_same_request_at_the_same_time_takes_effect_once()
    {
        var (employer, owner) = await door.Employer();
        var body = new { Employer = employer, Terms = door.Terms() };
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ => await Answer(await owner.Send("/v1/jobs", body, "draft-3"))));
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task A_key_that_comes_again_with_another_body_is_refused()
    {
        var (helper, client) = await door.Helper();
        await client.Do($"/v1/helpers/{helper}/add-skill", new { Skill = "plumbing", Level = 3, Years = 2 }, "skill-2");
        await (await client.Send($"/v1/helpers/{helper}/add-skill", new { Skill = "plumbing", Level = 4, Years = 2 }, "skill-2"))
            .IsProblem(422, "request.idempotency-key-reused");
    }

    [Fact]
    public async Task A_creation_whose_key_comes_again_with_another_body_is_refused()
    {
        var (employer, owner) = await door.Employer();
        await owner.Do("/v1/jobs", new { Employer = employer, Terms = door.Terms() }, "draft-4");
        var (another, _) = await door.Employer();
        await (await owner.Send("/v1/jobs", new { Employer = another, Terms = door.Terms() }, "draft-4"))
            .IsProblem(422, "request.idempotency-key-reused");
    }

    [Fact]
    public async Task The_same_key_at_another_address_is_another_command()
    {
        var (helper, client) = await door.Helper();
        var added = await client.Do($"/v1/helpers/{helper}/add-skill", new { Skill = "plumbing", Level = 3, Years = 2 }, "skill-3");
        var revised = await client.Do($"/v1/helpers/{helper}/revise-skill", new { Skill = "plumbing", Level = 4, Years = 2 }, "skill-3");
        Assert.Equal(added.Revision + 1, revised.Revision);
    }

    [Fact]
    public async Task An_address_that_is_spelt_otherwise_is_the_same()
    {
        var (helper, client) = await door.Helper();
        var skill = new { Skill = "plumbing", Level = 3, Years = 2 };
        var first = await Answer(await client.Send($"/v1/helpers/{helper}/add-skill", skill, "skill-6"));
        Assert.Equal(first, await Answer(await client.Send($"/v1/Helpers/{helper.ToString().ToUpperInvariant()}/Add-Skill/", skill, "skill-6")));
    }

    [Fact]
    public async Task What_each_creation_with_a_key_makes_is_made_once()
    {
        var (employer, owner) = await door.Employer();
        var register = new { Name = "Harbor Facilities", Region = "us-east", ContactEmail = "jobs@harbor.example" };
        var job = await owner.Do("/v1/jobs", new { Employer = employer, Terms = door.Terms() });
        var start = door.Host.Clock.Now.AddDays(12);
        var repost = new { When = new { Start = start, End = start.AddHours(8) } };
        foreach (var (path, body) in ((string, object)[])[("/v1/employers", register), ($"/v1/jobs/{job.Id}/repost", repost)])
        {
            var first = await Answer(await owner.Send(path, body, "make-1"));
            Assert.StartsWith("20", first, StringComparison.Ordinal);
            Assert.Equal(first, await Answer(await owner.Send(path, body, "make-1")));
            Assert.NotEqual(first, await Answer(await owner.Send(path, body, "make-2")));
        }
    }

    [Fact]
    public async Task A_key_belongs_to_the_person_who_uses_it()
    {
        var ((one, first), (other, second)) = (await door.Helper(), await door.Helper());
        var skill = new { Skill = "plumbing", Level = 3, Years = 2 };
        Assert.Equal(one, (await first.Do($"/v1/helpers/{one}/add-skill", skill, "the-same")).Id);
        Assert.Equal(other, (await second.Do($"/v1/helpers/{other}/add-skill", skill, "the-same")).Id);
    }

    [Fact]
    public async Task A_refused_request_does_not_use_its_key_up()
    {
        var (helper, client) = await door.Helper();
        await (await client.Send($"/v1/helpers/{helper}/remove-skill", new { Skill = "no-such-skill" }, "skill-4")).Content.ReadAsStringAsync();
        await client.Do($"/v1/helpers/{helper}/add-skill", new { Skill = "plumbing", Level = 3, Years = 2 }, "skill-5");
        await (await client.Send($"/v1/helpers/{helper}/resume", key: "resume-1")).Problem();
        await (await client.Send($"/v1/helpers/{helper}/resume", key: "resume-1")).Problem();
    }

    [Fact]
    public async Task Without_a_key_a_repeat_changes_nothing_and_is_no_error()
    {
        var (helper, client) = await door.Helper();
        var skill = new { Skill = "plumbing", Level = 3, Years = 2 };
        var first = await client.Do($"/v1/helpers/{helper}/add-skill", skill);
        Assert.Equal(first.Revision, (await client.Do($"/v1/helpers/{helper}/add-skill", skill)).Revision);
    }

    /// <summary>All of an answer that is the server's to say, except the date.</summary>
    private static async Task<string> Answer(HttpResponseMessage response) =>
        $"{(int)response.StatusCode} {response.Headers.ETag} {response.Headers.Location} "
        + $"{string.Join(",", response.Headers.GetValues("Marketplace-Position"))} {await response.Content.ReadAsStringAsync()}";
}
