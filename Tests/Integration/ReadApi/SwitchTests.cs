using System.Net;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Tests.Integration.Projections;

namespace LaborMarketplace.Tests.Integration.ReadApi;

[Collection(PostgresCollection.Name)]
public sealed class SwitchTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Serves_from_the_build_that_was_switched_to_and_forgets_what_it_held_of_the_other()
    {
        await using var marketplace = await ReadableMarketplace.Open(postgres);
        var models = new Reworked(marketplace.Database, marketplace.Log);
        var path = $"/v1/jobs/{marketplace.History.Jobs[0].Job}";
        await using (var spoil = marketplace.Database.CreateCommand("""update read.mt_doc_job_detail_v1 set data = jsonb_set(data, '{filled}', '77')"""))
        {
            await spoil.ExecuteNonQueryAsync();
        }

        using var old = await marketplace.Host.Get(path, ReadableMarketplace.Stranger, [Role.Helper]);
        Assert.Equal(77, (await marketplace.Host.Read(path, ReadableMarketplace.Stranger, Role.Helper)).GetProperty("filled").GetInt32());
        await models.Rebuild(JobDetail.Projection);
        await models.Builds.Switch(JobDetail.Projection, CancellationToken.None);
        marketplace.History.Tell(helpers: 1, employers: 1, jobs: 2, applications: 0);

        using var now = await marketplace.Host.Get(
            path, ReadableMarketplace.Stranger, [Role.Helper], ("Marketplace-At-Least", $"{marketplace.Log.End}"), ("If-None-Match", $"{old.Headers.ETag}"));

        Assert.Equal(HttpStatusCode.OK, now.StatusCode);
        Assert.NotEqual(old.Headers.ETag, now.Headers.ETag);
        Assert.NotEqual(77, (await marketplace.Host.Read(path, ReadableMarketplace.Stranger, Role.Helper)).GetProperty("filled").GetInt32());
        await models.Builds.Rollback(JobDetail.Projection, asItStands: false, CancellationToken.None);
        marketplace.History.Tell(helpers: 1, employers: 1, jobs: 2, applications: 0);
        using var back = await marketplace.Host.Get(path, ReadableMarketplace.Stranger, [Role.Helper], ("Marketplace-At-Least", $"{marketplace.Log.End}"));
        Assert.Equal(old.Headers.ETag, back.Headers.ETag);
    }
}
