using System.Net;
using System.Net.Sockets;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.Postgres;
using LaborMarketplace.Tests.Integration;

namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>A process that plays no API tells how it is at a door for that alone, as whoever starts processes again expects it.</summary>
public sealed class WorkerHealth(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http = new() { BaseAddress = new Uri($"http://127.0.0.1:{MarketplaceProcess.FreePort()}/") };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Projections_alone_are_green_and_not_ready_while_one_of_them_halts()
    {
        var connection = await postgres.CreateDatabase();
        await using var worker = new MarketplaceProcess();
        await worker.Start("--roles", "projections", "--connection", connection, "--health", $"{_http.BaseAddress}");
        Assert.Equal((HttpStatusCode.OK, """{"status":"healthy","checks":{"runner":{"status":"healthy"}}}"""), await Ask("live"));
        Assert.Equal((HttpStatusCode.OK, """{"status":"healthy","checks":{"projections":{"status":"healthy"}}}"""), await Ask("ready"));

        var job = StreamName.Of("job", Guid.CreateVersion7());
        await AppendUnreadable(connection, job);

        using var limit = new CancellationTokenSource(Soon);
        while ((await Ask("ready")).Status != HttpStatusCode.ServiceUnavailable)
        {
            limit.Token.ThrowIfCancellationRequested();
        }

        Assert.Contains($"job-board halts at job.closed.v1, revision 0 of {job}", (await Ask("ready")).Says, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Ask("live")).Status);
        Assert.Equal(0, await worker.Terminate());
        Assert.Contains($"{_http.BaseAddress}health/ready", worker.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_workers_of_a_process_are_told_of_at_one_door()
    {
        await using var worker = new MarketplaceProcess();
        await worker.Start("--roles", "projections,processes", "--connection", await postgres.CreateDatabase(), "--health", $"{_http.BaseAddress}");
        var (status, says) = await Ask("ready");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.All(["\"processes\"", "\"log\"", "\"projections\""], check => Assert.Contains(check, says, StringComparison.Ordinal));
        Assert.Equal(0, await worker.Interrupt());
    }

    [Fact]
    public async Task A_port_in_use_is_one_sentence_and_a_failure()
    {
        await using var worker = new MarketplaceProcess();
        using var taken = new TcpListener(IPAddress.Loopback, _http.BaseAddress!.Port);
        taken.Start();
        var outcome = await worker.Run(
            Soon, "serve", "--roles", "projections", "--connection", await postgres.CreateDatabase(), "--health", $"{_http.BaseAddress}");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains($"Port {_http.BaseAddress.Port} cannot be listened at", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains("--health", outcome.Errors, StringComparison.Ordinal);
    }

    private static async Task AppendUnreadable(string connection, StreamName job)
    {
        await using var log = await PostgresEventStore.Open(connection);
        var metadata = new EventMetadata(Guid.Empty, null, Guid.Empty, null, "process:test", "us-east", DateTimeOffset.UnixEpoch);
        var readable = EventCodec.OfMarketplace().Encode(new JobEvent.Expired(), Guid.CreateVersion7(), metadata);
        var closed = readable with { Type = "job.closed.v1", Data = """{"reason":7}"""u8.ToArray() };
        await log.Append(job, ExpectedRevision.NoStream, [closed], CancellationToken.None);
    }

    private async Task<(HttpStatusCode Status, string Says)> Ask(string what)
    {
        using var response = await _http.GetAsync(new Uri($"health/{what}", UriKind.Relative));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
