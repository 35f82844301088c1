using System.Globalization;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>How fast documents are read by id, beside an endpoint that does nothing.</summary>
internal sealed class GetBenchmark : Contest
{
    private const int Callers = 32;
    private const int Times = 16_000;
    private const int JobsOfCaller = 10;

    public override string Name => "get";

    public override string Unit => "requests";

    public override string About =>
        "`GET /v1/jobs/{id}` of jobs that were read before, from a process with all roles: token, limits, who may read it, ETag, "
        + "position. The bare endpoint is Kestrel in a process of its own that answers the same bytes to everybody. Both have the same "
        + "callers, who take their share of the cores.";

    protected override async Task<IReadOnlyList<Contender>> Prepare(Machine machine, Opened opened)
    {
        var marketplace = opened.Add(await Marketplace.Start(await machine.CreateDatabase()));
        var callers = await BusyCaller.Gather(marketplace, Callers);
        await AtOnce.Ask(Callers, Callers * JobsOfCaller * 4, caller => callers[caller].Command());
        var last = await callers[0].Command();
        var answer = await callers[0].Get($"v1/jobs/{callers[0].Jobs[^1]}", last);
        var bare = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null });
        var port = Marketplace.FreePort();
        opened.Add(await BareEndpoint.Start(port, answer));
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/v1/jobs/");
        return
        [
            new Contender(
                "bare endpoint", null, null,
                () => AtOnce.Ask(Callers, Times, async caller => await bare.GetByteArrayAsync(new Uri(address + callers[caller].Jobs[0])))),
            new Contender(
                "GET by id", "bare endpoint", 0.4,
                () => AtOnce.Ask(Callers, Times, caller => callers[caller].Get($"v1/jobs/{OneOf(callers[caller].Jobs)}"))),
        ];
    }

    private static string OneOf(List<string> jobs) => jobs[Random.Shared.Next(JobsOfCaller)];
}
