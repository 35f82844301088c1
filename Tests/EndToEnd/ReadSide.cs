using System.Collections.Concurrent;
using System.Text.Json;
using LaborMarketplace.Cli.Client;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>What the read API says, compared with what the log says.</summary>
internal sealed class ReadSide(MarketplaceProcess marketplace) : IDisposable
{
    private const int AtOnce = 16;

    private readonly MarketplaceClient _client = new(marketplace.Doors, new CallRecord(), AtOnce);
    private readonly Person _auditor = marketplace.People.Person(Role.Auditor);

    /// <summary>Every document's state, and every count that a list gives, is what the log says.</summary>
    public async Task AgreesWithTheLog()
    {
        var position = await new MarketplaceClock(_client, marketplace.People).Settle(CancellationToken.None);
        var log = await marketplace.ReadLog();
        Assert.Empty(LogFold.Repetitions(log));
        var folded = LogFold.Fold(log);
        Assert.NotEmpty(folded);
        Assert.Empty(await Differences(folded, position));
        foreach (var kind in (string[])["job", "employer", "verification"])
        {
            var expected = folded.Where(thing => thing.Kind == kind).CountBy(thing => thing.State);
            foreach (var (state, count) in expected.Where(entry => entry.Key != "draft"))
            {
                Assert.Equal((kind, state, count), (kind, state, await Count($"{kind}s?state={state}&limit=200", position)));
            }
        }

        // Drafts are listed by employer only.
        var employers = folded.Where(thing => thing.Kind == "employer");
        var drafts = await Task.WhenAll(employers.Select(employer => Count($"jobs?employer={employer.Id}&state=draft&limit=200", position)));
        Assert.Equal(folded.Count(thing => thing is { Kind: "job", State: "draft" }), drafts.Sum());
        Assert.Equal(folded.Count(thing => thing is { Kind: "helper", State: "active" }), await Count("helpers?limit=200", position));
    }

    public void Dispose() => _client.Dispose();

    private async Task<IReadOnlyCollection<string>> Differences(IReadOnlyList<Folded> folded, long position)
    {
        var differences = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(folded, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (thing, stop) =>
        {
            var read = await _client.Read(_auditor, $"{thing.Kind}s/{thing.Id}", position, stop);
            var seen = (read as Reading.Found)?.Document;
            var state = seen?.GetProperty("state").GetString();
            var filled = thing.Kind == "job" ? seen?.GetProperty("filled").GetInt32() : 0;
            if (state != thing.State || filled != thing.Filled)
            {
                differences.Enqueue($"{thing.Kind} {thing.Id}: the log says {thing.State} ({thing.Filled}), the read API {state} ({filled})");
            }
        });
        return differences;
    }

    private async Task<int> Count(string list, long position)
    {
        var (count, next) = (0, "");
        do
        {
            var page = (await _client.Read(_auditor, $"{list}{next}", position, CancellationToken.None)).OrFail($"list {list}").Document;
            count += page.GetProperty("items").GetArrayLength();
            next = page.TryGetProperty("next", out var cursor) && cursor.ValueKind == JsonValueKind.String
                ? $"&cursor={Uri.EscapeDataString(cursor.GetString()!)}"
                : "";
        }
        while (next.Length > 0);
        return count;
    }
}
