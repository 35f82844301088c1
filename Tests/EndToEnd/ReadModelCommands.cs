using System.Text.Json;

namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>What <c>marketplace projections</c> promises data teams: each command, its answer to people and machines, and its exit code.</summary>
public sealed class ReadModelCommands
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_read_model_is_rebuilt_compared_switched_rolled_back_held_and_dropped_while_the_marketplace_runs()
    {
        await using var marketplace = new MarketplaceProcess();
        await marketplace.Start();

        Assert.Contains("events", Done(await Projections(marketplace, "plan", "job-board")), StringComparison.Ordinal);
        var rebuilt = Done(await Projections(marketplace, "rebuild", "job-board"));
        Assert.Contains("Reading the log: ", rebuilt, StringComparison.Ordinal);
        Assert.Contains("Finished: 100%", rebuilt, StringComparison.Ordinal);
        Assert.Contains("They are the same.", Done(await Projections(marketplace, "diff", "job-board")), StringComparison.Ordinal);
        Assert.Contains("job_board_v1_2 serves now", Done(await Projections(marketplace, "switch", "job-board")), StringComparison.Ordinal);
        Assert.Contains("job_board_v1 serves now", Done(await Projections(marketplace, "rollback", "job-board")), StringComparison.Ordinal);

        Done(await Projections(marketplace, "pause", "job-board"));
        Assert.Equal("paused", await StateOf(marketplace, "job-board"));
        Done(await Projections(marketplace, "resume", "job-board"));
        Assert.Equal("live", await StateOf(marketplace, "job-board"));

        Assert.Contains("job_board_v1_2 is gone", Done(await Projections(marketplace, "drop", "job-board")), StringComparison.Ordinal);
        Assert.Contains("nothing to drop", Done(await Projections(marketplace, "drop", "job-board")), StringComparison.Ordinal);
        Assert.Contains("They are the same.", Done(await Projections(marketplace, "verify", "job-board")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_read_model_is_rebuilt_and_switched_at_once_and_a_machine_is_told_in_one_answer()
    {
        await using var marketplace = new MarketplaceProcess();
        await marketplace.Start();

        var answer = JsonSerializer.Deserialize<JsonElement>(Done(await Projections(marketplace, "rebuild", "--all", "--switch", "--json")));

        Assert.Equal((await marketplace.ReadLog()).Count, answer.GetProperty("events").GetInt32());
        Assert.Equal(
            answer.GetProperty("builds").EnumerateArray().Select(build => build.GetString()),
            answer.GetProperty("serving").EnumerateArray().Select(build => build.GetString()));
        using var reads = new ReadSide(marketplace);
        await reads.AgreesWithTheLog();
    }

    [Fact]
    public async Task What_cannot_be_done_is_one_sentence_and_changes_nothing()
    {
        await using var marketplace = new MarketplaceProcess();
        await marketplace.Start("--empty");

        Refused(await Projections(marketplace, "switch", "job-board"), "There is no new build of job-board to switch to");
        Refused(await Projections(marketplace, "rollback", "job-board"), "There is no earlier build of job-board");
        Refused(await Projections(marketplace, "drop", "job-board", "--build", "job_board_v1"), "job_board_v1 serves");
        Refused(await Projections(marketplace, "diff", "job-board"), "nothing to compare it with");
        Refused(await Projections(marketplace, "skip", "job-board", "--at", "7", "--reason", "I dislike it."), "job-board does not halt at position 7");
        Assert.Equal(1, (await Projections(marketplace, "rebuild", "job-bord")).ExitCode);
        Assert.Equal(1, (await Projections(marketplace, "rebuild")).ExitCode);
        Assert.Equal("live", await StateOf(marketplace, "job-board"));
    }

    private static Task<Outcome> Projections(MarketplaceProcess marketplace, params string[] arguments) => marketplace.Run(Soon, ["projections", .. arguments]);

    private static async Task<string?> StateOf(MarketplaceProcess marketplace, string name) =>
        JsonSerializer.Deserialize<JsonElement>(Done(await Projections(marketplace, "status", "--json")))
            .GetProperty("projections").EnumerateArray()
            .Single(build => build.GetProperty("name").GetString() == name && build.GetProperty("live").GetBoolean())
            .GetProperty("state").GetString();

    private static string Done(Outcome outcome)
    {
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Errors);
        return outcome.Output;
    }

    private static void Refused(Outcome outcome, string because)
    {
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains(because, outcome.Errors, StringComparison.Ordinal);
        Assert.StartsWith("marketplace: ", outcome.Errors, StringComparison.Ordinal);
        Assert.Single(outcome.Errors.Trim().Split('\n'));
    }
}
