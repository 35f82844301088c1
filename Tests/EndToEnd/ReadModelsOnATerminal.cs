using System.Text.Json;
using System.Text.RegularExpressions;
using LaborMarketplace.Cli.Models;

namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>
/// How <c>marketplace projections</c> shows people how far it is, on terminals of all kinds and elsewhere, and what it says when they
/// stop it.
/// </summary>
public sealed partial class ReadModelsOnATerminal(FilledMarketplace filled) : IClassFixture<FilledMarketplace>
{
    private const int Wide = 100, Usual = 80, Narrow = 40;
    private const string Colorful = "TERM=xterm-256color", Dumb = "TERM=dumb";
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    private MarketplaceProcess Marketplace => filled.Process;

    [SkippableTheory]
    [InlineData("rebuild", "job-detail", Colorful)]
    [InlineData("rebuild", "job-detail", $"{Colorful} NO_COLOR=1")]
    [InlineData("verify", "application", Colorful)]
    public async Task A_terminal_shows_a_bar_with_percentage_events_rate_and_time_left_and_then_the_answer_that_a_file_gets(
        string command, string model, string environment)
    {
        using var terminal = Open(Usual, environment, command, model);

        Assert.Equal(0, await terminal.End());

        var bars = terminal.Shown.SelectMany(screen => screen).Where(line => line.Contains('%', StringComparison.Ordinal)).ToList();
        Assert.All(bars, bar => Assert.Matches(Bar(), bar));
        Assert.Matches("^Finished +━+ 100% [0-9,]+ events, [0-9,]+/s, 00:00:00 left$", bars[^1]);
        Assert.Equal(environment.Contains("NO_COLOR", StringComparison.Ordinal), !Color().IsMatch(terminal.Written));
        Assert.Equal(await AnswerInAFile(command, model), Answer(terminal), StringComparer.Ordinal);
    }

    [SkippableFact]
    public async Task A_narrow_terminal_shows_the_bar_too_and_nothing_runs_over_its_edge()
    {
        using var terminal = Open(Narrow, Colorful, "verify", "application");

        Assert.Equal(0, await terminal.End());

        var bars = terminal.Shown
            .Select(screen => string.Join(' ', screen.Take(3)).Trim())
            .Where(text => text.Contains('%', StringComparison.Ordinal))
            .ToList();
        Assert.All(bars, bar => Assert.Matches("^[━ ]{8} +[0-9]+% [0-9,]+ events, [0-9,]+/s(, +00:00:[0-9]{2} left)?", bar));
        Assert.All(terminal.Shown, screen => Assert.All(screen, line => Assert.InRange(line.Length, 0, Narrow)));
        Assert.Contains("They are the same.", terminal.Shown[^1]);
    }

    [SkippableFact]
    public async Task A_terminal_that_cannot_move_its_cursor_gets_lines()
    {
        using var terminal = Open(Wide, Dumb, "rebuild", "job-detail");

        Assert.Equal(0, await terminal.End());

        Assert.DoesNotContain('\u001b', terminal.Written);
        Assert.Matches("Finished: 100%, [0-9,]+ events, [0-9,]+/s, 00:00:00 left", terminal.Written);
    }

    [SkippableFact]
    public async Task A_machine_gets_one_document_and_nothing_else_on_a_terminal_too()
    {
        using var terminal = Open(Wide, Colorful, "verify", "application", "--json");

        Assert.Equal(0, await terminal.End());

        var answer = terminal.Written[terminal.Written.IndexOf('{', StringComparison.Ordinal)..];
        Assert.True(JsonSerializer.Deserialize<JsonElement>(answer).GetProperty("same").GetBoolean());
        Assert.DoesNotContain('━', terminal.Written);
    }

    [SkippableFact]
    public async Task Ctrl_C_stops_a_rebuild_where_it_is_and_says_how_the_next_takes_it_up()
    {
        await using var database = Marketplace.OpenDatabase();
        using var terminal = Open(Wide, Colorful, "rebuild", "reputation");
        await using (var connection = await database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            // Whoever holds the row of the build that serves keeps the new one from being declared level.
            await using var hold = new Npgsql.NpgsqlCommand("select from read.projection where storage = 'reputation_v1' for update", connection, transaction);
            await hold.ExecuteNonQueryAsync();
            await terminal.Until("Catching up");
            await terminal.PressControlC();
            Assert.Equal(130, await terminal.End());
        }

        var said = string.Join("", terminal.Shown[^1]);
        Assert.Contains("Stopped; readers have noticed nothing. What was written stays: reputation_v1_2 up to position ", said, StringComparison.Ordinal);
        Assert.Contains("'marketplace projections rebuild reputation' goes on from there", said, StringComparison.Ordinal);
        Assert.True(
            terminal.Written.LastIndexOf("\u001b[?25h", StringComparison.Ordinal) > terminal.Written.LastIndexOf("\u001b[?25l", StringComparison.Ordinal),
            "The cursor is hidden.");
        Assert.Matches("reputation_v1_2 +building +at position [0-9,]+ of [0-9,]+; the rebuild was interrupted", await Output("status"));
        Assert.Matches("Read [0-9,]+ events, [0-9,]+ a second, into reputation_v1_2", await Output("rebuild", "reputation"));
    }

    [Fact]
    public async Task Elsewhere_there_is_a_line_now_and_then()
    {
        using var file = new StringWriter();

        await LogWorkDisplay.Show(file, show =>
        {
            for (var events = 0; events <= 100_000; events++)
            {
                show(new LogWork(events < 100_000 ? "Reading the log" : "Finished", events / 100_000d, events, 50_000, TimeSpan.FromHours(27)));
            }

            return Task.FromResult(0);
        });

        var lines = file.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 2, 10);
        Assert.Equal("Reading the log: 0%, 0 events, 50,000/s, 27:00:00 left", lines[0]);
        Assert.Equal("Finished: 100%, 100,000 events, 50,000/s, 27:00:00 left", lines[^1]);
    }

    private Terminal Open(int columns, string environment, params IEnumerable<string> arguments)
    {
        Skip.IfNot(Terminal.CanBeHad, "The system has no program 'script'.");
        return new Terminal(columns, environment.Split(' '), ["projections", .. arguments, .. Marketplace.Where]);
    }

    private async Task<string> Output(params IEnumerable<string> arguments) => (await Marketplace.Run(Soon, ["projections", .. arguments])).Output;

    /// <summary>What follows the bar, without the figures that differ each time.</summary>
    private static string Answer(Terminal terminal) =>
        Comparable(string.Concat(terminal.Shown[^1].SkipWhile(line => !line.StartsWith("Finished", StringComparison.Ordinal)).Skip(1)));

    private async Task<string> AnswerInAFile(string command, string model) =>
        Comparable(string.Concat((await Output(command, model)).Split('\n').SkipWhile(line => !line.StartsWith("Finished", StringComparison.Ordinal)).Skip(1)));

    private static string Comparable(string answer) => Figure().Replace(answer, "#");

    [GeneratedRegex(
        "^(Getting ready|Reading the log|Making indexes|Catching up|Folding the log|Comparing|Finished) +[━ ]{16} +"
        + "[0-9]+% [0-9,]+ events, [0-9,]+/s(, 00:00:[0-9]{2} left)?$")]
    private static partial Regex Bar();

    [GeneratedRegex("\u001b\\[[0-9;]*[1-9][0-9;]*m")]
    private static partial Regex Color();

    /// <summary>Rates and the numbers of builds.</summary>
    [GeneratedRegex("[0-9,]+(?= a second)|(?<=_v[0-9]_)[0-9]+")]
    private static partial Regex Figure();
}
