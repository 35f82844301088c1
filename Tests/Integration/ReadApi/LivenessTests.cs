using System.Net;
using LaborMarketplace.EventStore;
using LaborMarketplace.Tests.Integration.Projections;

namespace LaborMarketplace.Tests.Integration.ReadApi;

[Collection(PostgresCollection.Name)]
public sealed class LivenessTests(PostgresFixture postgres)
{
    private const string Green = """{"status":"healthy","checks":{"runner":{"status":"healthy"}}}""";

    [Fact]
    public async Task Is_red_while_reading_the_log_never_returns_and_green_again_when_it_does()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        marketplace.Held.Hold(ReadUntil.Cancelled);
        marketplace.History.Tell(helpers: 1, employers: 1, jobs: 1, applications: 0);
        await marketplace.Pass(WatchedTime.StuckAfter / 2);
        Assert.Equal(Green, await Text(marketplace, "/health/live"));
        await marketplace.Pass(WatchedTime.StuckAfter);
        Assert.Contains("nothing after position", await Text(marketplace, "/health/live"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(marketplace, "/health/live"));
        marketplace.Held.LetGo();
        await marketplace.Host.CatchUp();
        await marketplace.Pass(WatchedTime.StuckAfter);
        Assert.Equal(Green, await Text(marketplace, "/health/live"));
    }

    [Fact]
    public async Task Is_green_while_there_is_nothing_to_do()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        marketplace.Held.Hold(ReadUntil.Cancelled);
        await Stays(marketplace);
    }

    [Fact]
    public async Task Is_green_while_the_database_is_away_which_is_told_by_being_ready()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        await using var outage = await Outage.Begin(postgres, marketplace.Connection);
        marketplace.History.Tell(helpers: 1, employers: 1, jobs: 1, applications: 0);
        await Until(marketplace, "/health/ready", HttpStatusCode.ServiceUnavailable);
        await Stays(marketplace);
    }

    [Fact]
    public async Task Is_green_when_the_machine_stood_still_and_the_watch_with_it()
    {
        await using var marketplace = await HeldMarketplace.Open(postgres);
        marketplace.Held.Hold(ReadUntil.Cancelled);
        marketplace.History.Tell(helpers: 1, employers: 1, jobs: 1, applications: 0);
        await marketplace.Time.Jump(TimeSpan.FromHours(8), marketplace.Held);
        await marketplace.Time.Jump(TimeSpan.FromHours(8), marketplace.Held);
        Assert.Equal(Green, await Text(marketplace, "/health/live"));
    }

    private static async Task<string> Text(HeldMarketplace marketplace, string path)
    {
        using var response = await marketplace.Host.Get(path, null, []);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task Until(HeldMarketplace marketplace, string path, HttpStatusCode status)
    {
        using var limit = new CancellationTokenSource(ProjectionHost.Patience);
        while (await Status(marketplace, path) != status)
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Asks again and again for a time that is longer than the runner may take.</summary>
    private static async Task Stays(HeldMarketplace marketplace)
    {
        for (var asked = 0; asked < 4; asked++)
        {
            await marketplace.Pass(WatchedTime.StuckAfter / 2);
            Assert.Equal(Green, await Text(marketplace, "/health/live"));
        }
    }

    private static async Task<HttpStatusCode> Status(HeldMarketplace marketplace, string path)
    {
        using var response = await marketplace.Host.Get(path, null, []);
        return response.StatusCode;
    }
}
