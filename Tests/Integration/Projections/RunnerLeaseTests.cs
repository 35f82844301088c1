namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>How processes say that they live.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RunnerLeaseTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Those_who_are_all_late_do_not_wait_for_one_another_in_a_circle()
    {
        const int Rounds = 40;
        await using var models = await Reworked.Filled(postgres);
        for (var round = 0; round < Rounds; round++)
        {
            var late = Enumerable.Range(0, 4).Select(_ => Guid.CreateVersion7()).ToList();
            await models.Execute($"""
                delete from read.runner;
                insert into read.runner
                select id, array[]::text[], clock_timestamp() - interval '1 s' from unnest(array[{string.Join(',', late.Select(id => $"'{id}'::uuid"))}]) id
                """);
            await Task.WhenAll(late.Select(id => Task.Run(() => models.Execute($"select from read.beat('{id}', array['job-title v1'], interval '5 s')"))));
        }
    }
}
