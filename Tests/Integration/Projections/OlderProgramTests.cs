using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>What an older program may do while a newer one's version serves.</summary>
[Collection(PostgresCollection.Name)]
public sealed class OlderProgramTests(PostgresFixture postgres)
{
    private const string Refusal = "job-title serves version 2, which is newer than version 1: 'rollback' goes back";

    [Fact]
    public async Task Takes_no_readers_back_by_a_rebuild()
    {
        await using var models = await Renewed();

        var last = await Renew(models, JobTitle.First);

        Assert.Empty(last.Serving);
        Assert.Contains(Refusal, last.NotSwitched["job_title_v1_2"], StringComparison.Ordinal);
        Assert.True((await models.Build("job_title_v2")).Live);
    }

    [Fact]
    public async Task Takes_no_readers_back_by_a_switch()
    {
        await using var models = await Renewed();
        await models.Rebuild(JobTitle.First);

        var refusal = await Assert.ThrowsAsync<RebuildException>(() => models.Builds.Switch(JobTitle.First, CancellationToken.None));

        Assert.Contains(Refusal, refusal.Message, StringComparison.Ordinal);
        Assert.True((await models.Build("job_title_v2")).Live);
    }

    [Fact]
    public async Task Goes_back_to_a_build_of_its_own_that_was_made_since_where_none_is_left_that_served()
    {
        await using var models = await Renewed();
        await models.Builds.Drop(JobTitle.First, null, CancellationToken.None);
        await models.Rebuild(JobTitle.First);

        var serving = await models.Builds.Rollback(JobTitle.First, asItStands: false, CancellationToken.None);

        Assert.Equal("job_title_v1", serving.Storage);
        Assert.Equal(BuildState.Previous, (await models.Build("job_title_v2")).State);
    }

    /// <summary>Both versions stand, and the second serves.</summary>
    private async Task<Reworked> Renewed()
    {
        var models = await Reworked.Filled(postgres);
        await using var host = await models.Run(JobTitle.First);
        await host.CatchUp(models.Log.End, JobTitle.First);
        await host.DisposeAsync();
        Assert.Equal(["job_title_v2"], (await Renew(models, JobTitle.Second)).Serving);
        return models;
    }

    private static async Task<RebuildProgress> Renew(Reworked models, Projection projection) =>
        await new Renewal(models.Database, models.Log, Reworked.Codec, Reworked.Small).Run([projection], thenSwitch: true, CancellationToken.None).LastAsync();
}
