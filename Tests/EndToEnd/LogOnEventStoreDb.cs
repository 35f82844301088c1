namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>What <c>--store</c> promises beside a marketplace that works: one log to a database, and sentences where it cannot be used.</summary>
public sealed class LogOnEventStoreDb
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task The_commands_for_data_teams_read_the_log_where_it_is_and_nowhere_else()
    {
        await using var log = await Log.On(Store.EventStoreDb);
        await using var marketplace = new MarketplaceProcess(log);
        await marketplace.Start();

        Done(await marketplace.Run(Soon, ["projections", "verify", "job-board", .. log.Options]), "They are the same.");
        var plan = await marketplace.Run(Soon, ["projections", "plan", "job-board", "--json", .. log.Options]);
        Assert.Contains($"\"events\": {(await marketplace.ReadLog()).Count},", plan.Output, StringComparison.Ordinal);
        Done(await marketplace.Run(Soon, ["projections", "rebuild", "job-board", .. log.Options]), "Finished");
        Done(await marketplace.Run(Soon, ["projections", "diff", "job-board", .. log.Options]), "They are the same.");
        Done(await marketplace.Run(Soon, ["projections", "switch", "job-board", .. log.Options]), "serves now");
        Refused(await marketplace.Run(Soon, "projections", "status"), "belongs to the log on EventStoreDB");

        Assert.Equal(0, await marketplace.Terminate());
        Refused(await marketplace.Run(Soon, "serve"), "belongs to the log on EventStoreDB");
        await using var another = await Log.On(Store.EventStoreDb);
        Refused(await marketplace.Run(Soon, ["serve", .. another.Options]), "belongs to the log on EventStoreDB");
    }

    [Fact]
    public async Task A_database_with_a_log_of_its_own_is_refused_to_EventStoreDB()
    {
        await using var marketplace = new MarketplaceProcess();
        await marketplace.Start("--empty");
        Assert.Equal(0, await marketplace.Terminate());
        await using var log = await Log.On(Store.EventStoreDb);

        Refused(await marketplace.Run(Soon, ["serve", .. log.Options]), "belongs to the log on PostgreSQL");
    }

    [Fact]
    public async Task An_EventStoreDB_that_does_not_answer_is_one_sentence_and_a_failure()
    {
        await using var marketplace = new MarketplaceProcess();
        var node = $"127.0.0.1:{MarketplaceProcess.FreePort()}";

        Refused(await marketplace.Run(Soon, "serve", "--store", $"esdb://me:secret@{node}?tls=false"), $"{node}?tls=false cannot be used");
    }

    [Theory]
    [InlineData("--store", "esdb://127.0.0.1:x", "has the port 'x'")]
    [InlineData("--store", "postgres://127.0.0.1", "has the scheme 'postgres'")]
    [InlineData("--store", "esdb://127.0.0.1?tsl=false", "has the option tsl")]
    public async Task A_wrong_connection_string_says_which_part_is_wrong(string option, string value, string because)
    {
        await using var marketplace = new MarketplaceProcess();

        var outcome = await marketplace.Run(Soon, "serve", option, value);

        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains($"{option}: The EventStoreDB connection string {because}", outcome.Errors, StringComparison.Ordinal);
    }

    private static void Done(Outcome outcome, string told)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Errors);
        Assert.Contains(told, outcome.Output, StringComparison.Ordinal);
    }

    private static void Refused(Outcome outcome, string because)
    {
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(because, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", outcome.Errors, StringComparison.Ordinal);
        Assert.StartsWith("marketplace: ", outcome.Errors, StringComparison.Ordinal);
        Assert.Single(outcome.Errors.Trim().Split('\n'));
    }
}
