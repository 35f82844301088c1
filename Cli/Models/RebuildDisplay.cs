using System.Diagnostics;
using System.Globalization;
using LaborMarketplace.Projections.Rebuilding;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LaborMarketplace.Cli.Models;

/// <summary>Shows a rebuild to people: a bar with events, rate and time left on a terminal, a line now and then elsewhere. Machines see the end alone.</summary>
internal static class RebuildDisplay
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <returns>The last that was told.</returns>
    public static Task<RebuildProgress> Show(ModelDesk desk, IAsyncEnumerable<RebuildProgress> rebuild) =>
        desk.Json ? Last(rebuild, _ => { })
        : AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected ? OnTerminal(rebuild)
        : InLines(rebuild, desk.Output);

    private static Task<RebuildProgress> OnTerminal(IAsyncEnumerable<RebuildProgress> rebuild)
    {
        var figures = new Figures();
        return AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), figures)
            .StartAsync(async display =>
            {
                var task = display.AddTask(InWords(RebuildStage.Reading), maxValue: 1);
                return await Last(rebuild, progress =>
                {
                    (task.Description, task.Value, task.IsIndeterminate, figures.Now) = (InWords(progress.Stage), progress.Done ?? 1, progress.Done is null, progress);
                });
            });
    }

    private static async Task<RebuildProgress> InLines(IAsyncEnumerable<RebuildProgress> rebuild, TextWriter output)
    {
        var (told, stage) = (0L, (RebuildStage?)null);
        return await Last(rebuild, progress =>
        {
            if (progress.Stage != stage || Stopwatch.GetElapsedTime(told) >= BetweenLines)
            {
                (told, stage) = (Stopwatch.GetTimestamp(), progress.Stage);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{InWords(progress.Stage)}: {InFigures(progress)}"));
            }
        });
    }

    private static async Task<RebuildProgress> Last(IAsyncEnumerable<RebuildProgress> rebuild, Action<RebuildProgress> show)
    {
        RebuildProgress? last = null;
        await foreach (var progress in rebuild)
        {
            show(last = progress);
        }

        return last!;
    }

    private static string InFigures(RebuildProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(progress.Done is { } done ? $"{Math.Floor(done * 100)}%, " : "")}{progress.Events:N0} events, {progress.EventsPerSecond:N0}/s{(progress.Left is { } left ? $", {left:hh\\:mm\\:ss} left" : "")}");

    private static string InWords(RebuildStage stage) => stage switch
    {
        RebuildStage.Reading => "Reading the log",
        RebuildStage.Indexing => "Making indexes",
        RebuildStage.CatchingUp => "Catching up",
        _ => "Finished",
    };

    private sealed class Figures : ProgressColumn
    {
        public RebuildProgress? Now { get; set; }

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text(Now is null ? "" : InFigures(Now));
    }
}
