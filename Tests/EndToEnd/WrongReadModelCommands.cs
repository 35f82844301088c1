using System.Text.Json;
using Npgsql;

namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>
/// What is asked wrongly, or of the wrong database, is told in sentences on the error stream; nothing is changed, and a machine that
/// reads the answer reads nothing.
/// </summary>
public sealed class WrongReadModelCommands(FilledMarketplace filled) : IClassFixture<FilledMarketplace>
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    private MarketplaceProcess Marketplace => filled.Process;

    [Theory]
    [InlineData("verify job-board --sample x", "--sample takes a whole number from 1 to 2147483647, and 'x' is none.")]
    [InlineData("verify job-board --sample 0", "--sample takes a whole number from 1 to 2147483647, and '0' is none.")]
    [InlineData("verify job-board --sample 99999999999", "--sample takes a whole number from 1 to 2147483647, and '99999999999' is none.")]
    [InlineData("skip job-board --at here --reason x", "--at takes a whole number from 0 on, and 'here' is none.")]
    [InlineData("plan", "Required argument 'NAME' missing for command: 'plan'.")]
    [InlineData("plan job-bord", "There is no read model 'job-bord'; there are helper-profile,")]
    [InlineData("rebuild", "Give the NAME of a read model, or --all.")]
    [InlineData("statu", "Unrecognized command or argument 'statu'.")]
    [InlineData("status --connection nonsense", "The connection string is not one of PostgreSQL's")]
    [InlineData("status --connection Host=127.0.0.1;Port=9;Username=me", "PostgreSQL at 127.0.0.1:9 cannot be used: Connection refused.")]
    [InlineData("status --store nonsense", "The EventStoreDB connection string has no scheme")]
    [InlineData("status --data-folder /nowhere", "No marketplace runs in /nowhere/postgresql: start it with serve, or say --data-folder or --connection.")]
    public async Task A_wrong_command_line_is_told_on_the_error_stream_alone(string command, string because)
    {
        var outcome = await MarketplaceCommand.Run(Soon, ["projections", .. command.Split(' '), "--json"]);

        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith("marketplace: ", outcome.Errors, StringComparison.Ordinal);
        Assert.Contains(because, outcome.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_without_a_marketplace_is_named_and_left_as_it_is()
    {
        await using var database = Marketplace.OpenDatabase();
        await using var make = database.CreateCommand("create database elsewhere");
        await make.ExecuteNonQueryAsync();
        var other = new NpgsqlConnectionStringBuilder(ConnectionString()) { Database = "elsewhere", Pooling = false }.ConnectionString;

        foreach (var command in (string[][])[["status"], ["plan", "job-board"], ["rebuild", "--all", "--switch"]])
        {
            var outcome = await MarketplaceCommand.Run(Soon, ["projections", .. command, "--connection", other]);
            Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
            Assert.Contains("There is no marketplace in the database elsewhere at 127.0.0.1:", outcome.Errors, StringComparison.Ordinal);
        }

        await using var elsewhere = NpgsqlDataSource.Create(other);
        await using var look = elsewhere.CreateCommand("select count(*) from pg_namespace where nspname in ('log', 'process', 'read')");
        Assert.Equal(0L, await look.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_sample_says_how_far_it_proves()
    {
        var (tenth, all) = (await Verify("--sample"), await Verify());

        Assert.Equal((0, 0), (tenth.ExitCode, all.ExitCode));
        Assert.Contains("(about one document in 10)", tenth.Output, StringComparison.Ordinal);
        Assert.Matches("They are the same: [0-9]+ of [0-9]+ were compared, so of all at most [0-9.]+% differ, with 95% confidence[.]", tenth.Output);
        Assert.Contains("They are the same.", all.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plan_counts_the_events_and_the_disk_that_the_rebuild_then_takes()
    {
        var plan = JsonSerializer.Deserialize<JsonElement>((await Marketplace.Run(Soon, "projections", "plan", "application", "--json")).Output);
        var rebuilt = JsonSerializer.Deserialize<JsonElement>((await Marketplace.Run(Soon, "projections", "rebuild", "application", "--json")).Output);

        Assert.Equal(rebuilt.GetProperty("events").GetInt64(), plan.GetProperty("events").GetInt64());
        await using var database = Marketplace.OpenDatabase();
        await using var size = database.CreateCommand($"select pg_total_relation_size('read.mt_doc_{rebuilt.GetProperty("builds")[0].GetString()}')");
        Assert.InRange(plan.GetProperty("diskBytes").GetInt64() / (double)(long)(await size.ExecuteScalarAsync())!, 0.5, 3);
    }

    private Task<Outcome> Verify(params IEnumerable<string> options) => Marketplace.Run(Soon, ["projections", "verify", "application", .. options]);

    private string ConnectionString() =>
        LaborMarketplace.Cli.Embedded.PostgresCluster.RunningIn(Path.Combine(Marketplace.Folder, "postgresql"), "marketplace");
}
