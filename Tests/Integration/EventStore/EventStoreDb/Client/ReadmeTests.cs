using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using EventStoreDb.Client;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>The client's README shows what runs here.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public async Task What_the_readme_shows_runs()
    {
        await using var node = await EventStoreDbDouble.Start();
        await using var client = Connect($"esdb://{node.Address.Host}:{node.Address.Port}?tls=false");
        Assert.Equal("at revision 0", await Append(client));
        await Read(client);
        LogPosition? saved = null;
        await Assert.ThrowsAsync<OperationCanceledException>(() => Follow(client, null, position => saved = position));
        Assert.NotNull(saved);
        await Errors(client);
    }

    [Fact]
    public void Every_example_of_the_readme_stands_in_this_file()
    {
        var source = Lines(File.ReadAllText(Here()));
        var readme = Path.Combine(Path.GetDirectoryName(Here())!, "../../../../../EventStore/EventStoreDb/Client/README.md");
        var examples = Example().Matches(File.ReadAllText(readme));
        Assert.InRange(examples.Count, 4, int.MaxValue);
        Assert.All(examples, example => Assert.Contains(Lines(example.Groups[1].Value), source, StringComparison.Ordinal));
    }

    private static EventStoreDbClient Connect(string connectionString)
    {
        var client = new EventStoreDbClient(EventStoreDbConnectionString.Parse(connectionString));
        return client;
    }

    private static async Task<string> Append(EventStoreDbClient client)
    {
        var published = new ProposedEvent(Guid.NewGuid(), "job.published", """{"title":"Gardener"}"""u8.ToArray());

        var outcome = await client.Append("job-1", StreamState.NoStream, [published]);
        return outcome switch
        {
            AppendOutcome.Appended appended => $"at revision {appended.Revision}",
            AppendOutcome.WrongExpectedVersion wrong => $"somebody else was first: the stream is at revision {wrong.Revision}",
            _ => throw new InvalidOperationException("There is no third."),
        };
    }

    private static async Task Read(EventStoreDbClient client)
    {
        await foreach (var stored in client.ReadStream("job-1"))
        {
            Console.WriteLine($"{stored.Revision} {stored.Type} {Encoding.UTF8.GetString(stored.Data.Span)}");
        }

        var last = await client.ReadStream("job-1", Direction.Backwards, count: 1).FirstOrDefaultAsync();
        var jobs = client.ReadAll(filter: EventFilter.TypeBegins("job."));
        Assert.Equal(last!.Id, (await jobs.SingleAsync()).Id);
    }

    private static async Task Follow(EventStoreDbClient client, LogPosition? saved, Action<LogPosition> save)
    {
        using var stopping = new CancellationTokenSource();
        await foreach (var message in client.SubscribeToAll(saved, EventFilter.NoSystemEvents, stopping.Token))
        {
            switch (message)
            {
                case SubscriptionMessage.Event { Stored: var stored }:
                    Console.WriteLine($"{stored.Stream} {stored.Type}");
                    save(stored.Position);
                    break;
                case SubscriptionMessage.Checkpoint { Position: var position }:
                    save(position);
                    break;
                case SubscriptionMessage.Dropped { Why: var why, Times: var times }:
                    Console.WriteLine($"Lost for the {times}. time, and coming back: {why.Message}");
                    break;
                case SubscriptionMessage.CaughtUp:
                    await stopping.CancelAsync();
                    break;
            }
        }
    }

    private static async Task Errors(EventStoreDbClient client)
    {
        try
        {
            var closed = new ProposedEvent(Guid.NewGuid(), "job.closed", JsonSerializer.SerializeToUtf8Bytes("done"));
            await client.Append("job-1", StreamState.Exactly(0), [closed]);
        }
        catch (UnavailableException exception)
        {
            // Sent again with the same event ids and the same expected state, it counts once.
            Console.WriteLine(exception.Message);
        }
    }

    /// <summary>Without what indents it.</summary>
    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    private static string Here([CallerFilePath] string here = "") => here;

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
