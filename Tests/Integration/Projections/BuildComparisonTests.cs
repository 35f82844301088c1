using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Proving;
using LaborMarketplace.Projections.Rebuilding;

namespace LaborMarketplace.Tests.Integration.Projections;

[Collection(PostgresCollection.Name)]
public sealed class BuildComparisonTests(PostgresFixture postgres)
{
    private static readonly Projection Board = JobCard.Projection;

    [Fact]
    public async Task Compares_the_build_beside_with_the_one_that_serves()
    {
        await using var models = await Reworked.Filled(postgres);
        await using var host = await models.Run(JobTitle.First);
        await host.CatchUp(models.Log.End, JobTitle.First);
        await models.Rebuild(JobTitle.First);
        var same = await Compare(models, JobTitle.First);
        Assert.True(same is { Same: true, Folded: null });
        await models.Rebuild(JobTitle.Second);
        var differences = await Compare(models, JobTitle.Second);
        Assert.Equal(("job_title_v1", "job_title_v2"), (differences.Live, differences.Beside));
        Assert.Equal(differences.LiveContents.Documents, differences.Differing);
        Assert.All(differences.Differences, difference => Assert.Equal(["edits"], difference.Values.Select(value => value.Path)));
    }

    [Fact]
    public async Task Says_which_side_it_folded_where_one_stands_still_and_that_its_table_is_as_the_log_says()
    {
        await using var models = await StandingApart();
        var differences = await Compare(models, Board);
        Assert.True(differences is { Same: true, Folded: { Build: "job_board_v1_2", Differing: 0 } });
        Assert.Equal(models.Log.End.Value, differences.Folded!.Position);
        Assert.True(differences.Position < models.Log.End.Value);
    }

    [Fact]
    public async Task Finds_what_is_wrong_in_the_table_that_it_folds_in_place_of()
    {
        await using var models = await StandingApart();
        var documents = (int)await models.Count("select count(*) from read.mt_doc_job_board_v1_2");
        await using var empty = models.Database.CreateCommand("delete from read.mt_doc_job_board_v1_2");
        await empty.ExecuteNonQueryAsync();
        var differences = await Compare(models, Board);
        Assert.Equal((false, 0, documents), (differences.Same, differences.Differing, differences.Folded!.Differing));
        Assert.All(differences.Folded.Differences, difference => Assert.Equal(DifferenceKind.Missing, difference.Kind));
    }

    [Fact]
    public async Task Finds_what_is_wrong_in_the_table_that_is_behind()
    {
        await using var models = await StandingApart();
        await using var spoil = models.Database.CreateCommand("""update read.mt_doc_job_board_v1 set data = jsonb_set(data, '{title}', '"Spoilt"')""");
        var spoilt = await spoil.ExecuteNonQueryAsync();
        var differences = await Compare(models, Board);
        Assert.Equal((spoilt, 0), (differences.Differing, differences.Folded!.Differing));
        Assert.All(differences.Differences, difference => Assert.Equal(["title"], difference.Values.Select(value => value.Path)));
    }

    [Fact]
    public async Task Says_that_the_build_was_dropped_while_it_waited_for_it()
    {
        await using var models = await StandingApart();
        var comparing = Compare(models, Board);
        await models.Builds.Drop(Board, storage: null, CancellationToken.None);
        var refusal = await Assert.ThrowsAsync<RebuildException>(() => comparing);
        Assert.Contains("job_board_v1_2", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("dropped", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>What serves stands before the log's end, where nobody follows it; the build beside is at the end.</summary>
    private async Task<Reworked> StandingApart()
    {
        var models = await Reworked.Filled(postgres);
        await using (var host = await models.Run(Board))
        {
            await host.CatchUp(models.Log.End, Board);
        }

        new SampleHistory(models.Log, seed: 6).Tell(helpers: 0, employers: 1, jobs: 3, applications: 0);
        await models.Rebuild(Board);
        return models;
    }

    private static Task<BuildDifferences> Compare(Reworked models, Projection projection) =>
        new BuildComparison(models.Database, models.Log, Reworked.Codec, Reworked.Small).Run(projection, CancellationToken.None);
}
