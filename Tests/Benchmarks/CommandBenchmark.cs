using System.Net.Http.Headers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Tests.Integration.WriteApi;
using Marten;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>How fast commands are done over HTTP, beside Marten's event store without any HTTP.</summary>
internal sealed class CommandBenchmark : Benchmark
{
    private const int Callers = 32;
    private const int Times = 1_600;

    private static readonly byte[] Registration = """{"name":"Harbor Facilities","region":"us-east","contactEmail":"jobs@harbor.example"}"""u8.ToArray();

    public override string Name => "command";

    public override string Unit => "commands";

    public override string About =>
        "`POST /v1/employers` through Kestrel: token, limits, body, decision, one event to a new stream, durable when answered; the clients run in the same "
        + "process and take their share of its cores. Marten's is `StartStream` and `SaveChangesAsync` in a session of its own, with the same data.";

    public override async Task<IReadOnlyList<Contender>> Prepare(Machine machine)
    {
        var host = await WriteHost.Start(
            await machine.CreateDatabase(), Path.Combine(Directory.CreateTempSubdirectory("marketplace-benchmarks-").FullName, "tokens.pem"),
            ("Limits:Burst", "1000000"), ("Limits:RequestsPerSecond", "1000000"));
        var clients = Enumerable.Range(0, Callers).Select(_ => host.As(Guid.CreateVersion7(), Role.Employer)).ToList();
        var marten = DocumentStore.For(await machine.CreateDatabase());
        await marten.Storage.ApplyAllConfiguredChangesToDatabaseAsync();
        return
        [
            new Contender("Marten, 32 at once", null, null, () => AtOnce(_ => StartStream(marten))),
            new Contender("HTTP command, 32 at once", "Marten, 32 at once", 1.0, () => AtOnce(caller => Register(clients[caller], key: null))),
            new Contender("HTTP command with a key, 32 at once", "Marten, 32 at once", 1.0, () => AtOnce(caller => Register(clients[caller], Guid.CreateVersion7().ToString()))),
        ];
    }

    private static async Task<int> AtOnce(Func<int, Task> ask)
    {
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var time = 0; time < Times / Callers; time++)
            {
                await ask(caller);
            }
        })));
        return Times / Callers * Callers;
    }

    private static async Task Register(HttpClient client, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/employers") { Content = new ByteArrayContent(Registration) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    private static async Task StartStream(DocumentStore marten)
    {
        await using var session = marten.LightweightSession();
        session.Events.StartStream(Guid.CreateVersion7(), new Registered("Harbor Facilities", "us-east", "jobs@harbor.example"));
        await session.SaveChangesAsync();
    }

    internal sealed record Registered(string Name, string Region, string ContactEmail);
}
