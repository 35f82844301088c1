using LaborMarketplace.Projections.Rebuilding;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>A log that was restored from an older backup ends before what the read models have taken.</summary>
[Collection(PostgresCollection.Name)]
public sealed class OlderLogTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_rebuild_does_not_wait_for_ever_for_a_position_that_the_log_does_not_have_and_says_what_to_do()
    {
        await using var models = await Reworked.Serving(postgres, JobTitle.First);

        await models.Execute("update read.projection set position = position + 10 where live");
        var options = Reworked.Small with { AheadOfLog = TimeSpan.FromMilliseconds(200) };
        var refusal = await Assert.ThrowsAsync<RebuildException>(() => new Reworked(models.Database, models.Log, options).Rebuild(JobTitle.First));

        Assert.Contains($"stands at position {models.Log.End.Value + 10}, and the log ends at {models.Log.End}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("drop the schemas read and process", refusal.Message, StringComparison.Ordinal);
    }
}
