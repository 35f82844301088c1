using System.Collections.Concurrent;
using LaborMarketplace.Cli;
using LaborMarketplace.Cli.Client;
using LaborMarketplace.Domain.Values;
using Npgsql;

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

    [Fact]
    public async Task Hires_that_a_kill_interrupted_come_to_their_end_when_the_process_runs_again()
    {
        await using var marketplace = new MarketplaceProcess();
        await marketplace.Start("--empty");
        await using var database = marketplace.OpenDatabase();
        var simulation = marketplace.Run(TimeSpan.FromMinutes(5), "simulate", "--helpers", "60", "--days", "30", "--seed", "5");
        while (await Count(database, "select count(*) from log.events where type = 'application.offer-accepted.v1'") < 5)
        {
            Assert.False(simulation.IsCompleted, "The simulation ended before five offers were accepted.");
        }

        await marketplace.Kill();
        Assert.NotEqual(0, (await simulation).ExitCode);

        await marketplace.Start("--empty");

        using var reads = new ReadSide(marketplace);
        await reads.AgreesWithTheLog();
        Assert.Equal(0, await Count(database, AcceptedAndLeftThere));
        Assert.Equal(await Count(database, "select count(*) from log.events where type = 'application.hired.v1'"), await Count(database, HiredInAllStreams));
    }

    private const string AcceptedAndLeftThere =
        """
        select count(*) from (
            select distinct on (stream) type from log.events where stream like 'application-%' order by stream, revision desc) last
        where type = 'application.offer-accepted.v1'
        """;

    /// <summary>The hires for which the work was scheduled, the helper's time confirmed and the position filled.</summary>
    private const string HiredInAllStreams =
        """
        with hires as (
            select substr(stream, length('application-') + 1) as application, data ->> 'assignment' as assignment
            from log.readable where type = 'application.hired.v1')
        select count(*) from hires h
        where (select count(*) from log.events e where e.stream = 'assignment-' || h.assignment and e.type = 'assignment.scheduled.v1') = 1
          and (select count(*) from log.readable e where e.type = 'calendar.slot-confirmed.v1' and e.data ->> 'application' = h.application) >= 1
          and (select count(*) from log.readable e where e.type = 'job.position-filled.v1' and e.data ->> 'application' = h.application) >= 1
        """;

    private static async Task<long> Count(NpgsqlDataSource database, string question)
    {
        await using var command = database.CreateCommand(question);
        return (long)(await command.ExecuteScalarAsync())!;
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
