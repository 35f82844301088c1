using System.Collections.Concurrent;
using LaborMarketplace.Cli;
using LaborMarketplace.Cli.Client;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>What was acknowledged is there after a crash, and what is sent again is not done twice.</summary>
public sealed class Crash
{
    private const int Commands = 2_000, KilledAfter = 300, AtOnce = 16;

    [Theory]
    [InlineData(Store.PostgreSql)]
    [InlineData(Store.EventStoreDb)]
    public async Task A_process_killed_under_load_loses_no_acknowledged_command_and_repeats_none(Store store)
    {
        await using var log = await Log.On(store);
        await using var marketplace = new MarketplaceProcess(log);
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
        InTheLog(await marketplace.ReadLog(), again.Values);
        using var reads = new ReadSide(marketplace);
        await reads.AgreesWithTheLog();
    }

    [Theory]
    [InlineData(Store.PostgreSql)]
    [InlineData(Store.EventStoreDb)]
    public async Task Hires_that_a_kill_interrupted_come_to_their_end_when_the_process_runs_again(Store store)
    {
        await using var log = await Log.On(store);
        await using var marketplace = new MarketplaceProcess(log);
        await marketplace.Start("--empty");
        var simulation = marketplace.Run(TimeSpan.FromMinutes(5), "simulate", "--helpers", "60", "--days", "30", "--seed", "5");
        while ((await marketplace.ReadLog()).Count(one => one.Type == "application.offer-accepted.v1") < 5)
        {
            Assert.False(simulation.IsCompleted, "The simulation ended before five offers were accepted.");
        }

        await marketplace.Kill();
        Assert.NotEqual(0, (await simulation).ExitCode);

        await marketplace.Start("--empty");

        using var reads = new ReadSide(marketplace);
        await reads.AgreesWithTheLog();
        var after = await marketplace.ReadLog();
        Assert.DoesNotContain(after.Where(one => one.Stream.StartsWith("application-", StringComparison.Ordinal)).GroupBy(one => one.Stream),
            application => application.Last().Type == "application.offer-accepted.v1");
        Assert.All(after.Where(one => one.Type == "application.hired.v1"), hired => HiredInAllStreams(after, hired));
    }

    /// <summary>The work was scheduled once, the helper's time confirmed, and the position filled.</summary>
    private static void HiredInAllStreams(IReadOnlyList<Logged> log, Logged hired)
    {
        var application = Guid.Parse(hired.Stream["application-".Length..]);
        Assert.Single(log, one => one.Type == "assignment.scheduled.v1" && one.Stream == $"assignment-{LogFold.IdIn(hired.Data, "assignment")}");
        Assert.Contains(log, one => one.Type == "calendar.slot-confirmed.v1" && LogFold.IdIn(one.Data, "application") == application);
        Assert.Contains(log, one => one.Type == "job.position-filled.v1" && LogFold.IdIn(one.Data, "application") == application);
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

    private static void InTheLog(IReadOnlyList<Logged> log, IEnumerable<Answer.Done> answers)
    {
        var told = answers.Select(answer => ($"employer-{answer.Id}", answer.Revision, answer.Position)).ToHashSet();
        var there = log.Where(one => one.Type == "employer.registered.v1").Select(one => (one.Stream, one.Revision, one.Position)).ToHashSet();
        Assert.Equal(Commands, there.Count);
        Assert.Superset(told, there);
    }
}
