using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Domain.Verifications;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Proving;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>How many of a helper's verifications were asked for and begun.</summary>
public sealed record Checks(Guid Id, int Asked, int Begun) : IDocument
{
    public static Projection Projection { get; } = Projection.Of<Checks>("checks", version: 1)
        .Creates<HelperEvent.Registered>((e, _) => new(e.Helper.Value, 0, 0))
        .Follows<VerificationEvent.Requested>(e => e.Helper.Value, (helper, _, _) => helper with { Asked = helper.Asked + 1 })
        .On<VerificationEvent.Started>((helper, _) => helper with { Begun = helper.Begun + 1 });
}

/// <summary>Which document the events of another stream change is stored, and proven.</summary>
[Collection(PostgresCollection.Name)]
public sealed class LinkTests(PostgresFixture postgres)
{
    private static readonly HelperId Ada = new(Guid.Parse("0193aaaa-0000-7000-8000-000000000001"));
    private static readonly VerificationId Identity = DerivedId.Verification(Ada, VerificationType.Identity);

    [Fact]
    public async Task Halts_like_a_rebuild_at_what_follows_from_an_event_that_was_skipped()
    {
        await using var models = await Reworked.Filled(postgres);
        var check = StreamName.Of("verification", Identity.Value);
        var tooEarly = models.Log.Happen(check, new VerificationEvent.Requested(Identity, Ada, VerificationType.Identity), SampleHistory.Start);
        models.Log.Happen(StreamName.Of("helper", Ada.Value), new HelperEvent.Registered(
            Ada, Region.From("us-east"), Name.From("Ada Lovelace"), EmailAddress.From("ada@example.org"), Phone: null), SampleHistory.Start);
        var orphan = models.Log.Happen(check, new VerificationEvent.Started(new PersonId(Ada.Value)), SampleHistory.Start);
        await using var host = await models.Run(Checks.Projection);
        await models.Until("checks_v1", build => build.Halt?.Position == tooEarly.Position);

        await models.Builds.Skip(Checks.Projection, tooEarly.Position, "The helper came later.", "tester", CancellationToken.None);

        await models.Until("checks_v1", build => build.Halt?.Position == orphan.Position);
        Assert.Contains($"revision {orphan.Revision} of {check}", (await models.Rebuild(Checks.Projection)).Halts["checks_v1_2"], StringComparison.Ordinal);
        Assert.True((await Verify(models)).Same);
    }

    [Fact]
    public async Task Finds_links_that_the_log_does_not_have_though_no_document_is_wrong_yet()
    {
        await using var models = await Followed();
        var links = await Verify(models);
        Assert.True(links is { Same: true, Links: { Live: 8, Folded: 8, Differing: 0 } });
        var streams = models.Log.Events.Where(recorded => recorded.Type == "verification.requested.v1")
            .Select(recorded => Guid.Parse(recorded.Stream.Id)).ToList();
        var (wrong, missing, unexpected) = (streams[0], streams[1], Guid.CreateVersion7());
        await Execute(models, $"update read.projection_link set document = '{Ada}' where storage = 'checks_v1' and stream = '{wrong}'");
        await Execute(models, $"delete from read.projection_link where storage = 'checks_v1' and stream = '{missing}'");
        await Execute(models, $"insert into read.projection_link values ('checks_v1', '{unexpected}', '{Ada}')");

        var verdict = await Verify(models);

        Assert.Equal((false, 0, 3), (verdict.Same, verdict.Differing, verdict.Links.Differing));
        var byStream = verdict.Links.Differences.ToDictionary(link => link.Stream);
        Assert.Equal(Ada.Value, byStream[wrong].Live);
        Assert.NotEqual(Ada.Value, byStream[wrong].Folded);
        Assert.Null(byStream[missing].Live);
        Assert.Equal(new LinkDifference(unexpected, Ada.Value, Folded: null), byStream[unexpected]);
    }

    private async Task<Reworked> Followed()
    {
        var models = await Reworked.Filled(postgres);
        await using var host = await models.Run(Checks.Projection);
        await host.CatchUp(models.Log.End, Checks.Projection);
        return models;
    }

    private static Task<Verdict> Verify(Reworked models) =>
        new Verification(models.Database, models.Log, Reworked.Codec, Reworked.Small).Run(Checks.Projection, oneIn: 1, _ => { }, CancellationToken.None);

    private static async Task Execute(Reworked models, string sql)
    {
        await using var command = models.Database.CreateCommand(sql);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
