using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LaborMarketplace.Cli.Models;

/// <summary>Shows people how far work is: a bar with events, rate and time left on a terminal, a line now and then elsewhere.</summary>
internal static class LogWorkDisplay
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    private static bool OnTerminal => !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities is { Interactive: true, Ansi: true };

    /// <param name="output">Where the lines go.</param>
    /// <param name="work">Is given what to call with how far it is; not by two threads at once.</param>
    public static Task<T> Show<T>(TextWriter output, Func<Action<LogWork>, Task<T>> work) => OnTerminal ? AsBar(work) : InLines(output, work);

    private static Task<T> AsBar<T>(Func<Action<LogWork>, Task<T>> work)
    {
        var now = new LogWork("Getting ready", 0, 0, 0, null);
        return AnsiConsole.Progress().Columns(Columns(() => now, AnsiConsole.Profile.Width)).StartAsync(async display =>
        {
            var task = display.AddTask("the log", maxValue: 1);
            return await work(progress => (now, task.Value, task.IsIndeterminate) = (progress, progress.Done ?? 1, progress.Done is null));
        });
    }

    private static async Task<T> InLines<T>(TextWriter output, Func<Action<LogWork>, Task<T>> work)
    {
        var (told, doing) = (0L, "");
        return await work(progress =>
        {
            if (progress.Doing != doing || Stopwatch.GetElapsedTime(told) >= BetweenLines)
            {
                (told, doing) = (Stopwatch.GetTimestamp(), progress.Doing);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{progress.Doing}: {(progress.Done is { } done ? $"{Math.Floor(done * 100)}%, " : "")}{progress.Figures}"));
            }
        });
    }

    /// <summary>All on one line where the terminal is wide enough; on a narrow one the words go, and the figures take two lines.</summary>
    private static ProgressColumn[] Columns(Func<LogWork> now, int width)
    {
        const int Words = 15, Rest = 64, ShortestBar = 8, LongestBar = 40;
        var bar = new ProgressBarColumn { Width = Math.Clamp(width - Rest, ShortestBar, LongestBar) };
        ProgressColumn[] always = [bar, new PercentageColumn(), new Cell(() => now().Figures, null)];
        return width < Rest + ShortestBar ? always : [new Cell(() => now().Doing, Words), .. always];
    }

    private sealed class Cell(Func<string> text, int? width) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(text());

        public override int? GetColumnWidth(RenderOptions options) => width;
    }
}
