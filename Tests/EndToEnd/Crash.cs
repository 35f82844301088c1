using System.Collections.Concurrent;
using LaborMarketplace.Cli;
using LaborMarketplace.Cli.Client;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>What was acknowledged is there after a crash, and what is sent again is not done twice.</summary>
public sealed class Crash
{
    private const int Commands = 2_000, KilledAfter = 300, AtOnce = 16;

    [Fact]
    public async Task A_process_killed_under_load_loses_no_acknowledged_command_and_repeats_none()
    {
        await using var marketplace = new MarketplaceProcess();
        await marketplace.Start("--empty");
        var owner = marketplace.People.Person(Role.Employer);
        var acknowledged = await SendUntilKilled(marketplace, owner);
        Assert.InRange(acknowledged.Count, KilledAfter, Commands - 1);

        await marketplace.Start("--empty");

        using var client = new MarketplaceClient(marketplace.Doors, new CallRecord(), AtOnce);
        var again = new ConcurrentDictionary<int, Answer.Done>();
        await Parallel.ForAsync(0, Commands, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, stop) =>
            again[number] = (await Register(client, owner, number, stop)).OrFail($"register employer {number}"));
        Assert.All(acknowledged, first => Assert.Equal(first.Value, again[first.Key]));
        await InTheLog(marketplace, again.Values);
        using var reads = new ReadSide(marketplace);
        await reads.AgreesWithTheLog();
    }

    /// <returns>The answers that came, by command.</returns>
    private static async Task<ConcurrentDictionary<int, Answer.Done>> SendUntilKilled(MarketplaceProcess marketplace, Person owner)
    {
        var acknowledged = new ConcurrentDictionary<int, Answer.Done>();
        var enough = new TaskCompletionSource();
        using var client = new MarketplaceClient(marketplace.Doors, new CallRecord(), AtOnce);
        using var killed = new CancellationTokenSource();
        var load = Parallel.ForAsync(
            0, Commands, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = killed.Token }, async (number, stop) =>
            {
                if (await Register(client, owner, number, stop) is Answer.Done done && acknowledged.TryAdd(number, done) && acknowledged.Count >= KilledAfter)
                {
                    enough.TrySetResult();
                }
            });
        await enough.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await marketplace.Kill();
        await killed.CancelAsync();
        var broken = await Record.ExceptionAsync(() => load);
        Assert.True(broken is OperationCanceledException or ExpectedFailure or HttpRequestException, $"{broken}");
        return acknowledged;
    }

    private static Task<Answer> Register(MarketplaceClient client, Person owner, int number, CancellationToken cancellation) => client.Send(
        owner, "employers", new { Name = $"Employer {number}", Region = "us-east", ContactEmail = "jobs@employer.example" }, cancellation, $"crash-{number}");

    private static async Task InTheLog(MarketplaceProcess marketplace, IEnumerable<Answer.Done> answers)
    {
        var told = answers.Select(answer => ($"employer-{answer.Id}", answer.Revision, answer.Position)).ToHashSet();
        await using var database = marketplace.OpenDatabase();
        await using var command = database.CreateCommand("select stream, revision, position from log.events where type = 'employer.registered.v1'");
        await using var rows = await command.ExecuteReaderAsync();
        var there = new HashSet<(string, long, long)>();
        while (await rows.ReadAsync())
        {
            there.Add((rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2)));
        }

        Assert.Equal(Commands, there.Count);
        Assert.Superset(told, there);
    }
}
