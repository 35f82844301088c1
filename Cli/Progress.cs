using System.Globalization;
using LaborMarketplace.EventStore;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LaborMarketplace.Cli;

/// <summary>Shows how far work has come: a bar on a terminal, a line now and then elsewhere.</summary>
internal static class Progress
{
    /// <param name="title">What is being done.</param>
    /// <param name="total">How many steps the work has.</param>
    /// <param name="work">Is given what to call with the number of steps just done; it may be called by many threads.</param>
    public static Task<T> Of<T>(string title, int total, Func<Action<int>, Task<T>> work) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn())
        .StartAsync(async display =>
        {
            var task = display.AddTask(title, maxValue: Math.Max(1, total));
            var result = await work(steps => task.Increment(steps));
            task.Value = task.MaxValue;
            return result;
        });

    /// <summary>The same for work that reads the log up to a position.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="work">Is given what to tell where it ends, and what to tell each page that is done.</param>
    public static Task<T> OfLog<T>(string title, Func<Action<LogPosition>, Action<LogPage>, Task<T>> work) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RateColumn(), new RemainingTimeColumn())
        .StartAsync(async display =>
        {
            var task = display.AddTask(title);
            var result = await work(
                end => task.MaxValue = Math.Max(1, end.Value),
                page =>
                {
                    task.Value = page.Position.Value;
                    task.State.Update<long>(Events, events => events + page.Events.Count);
                });
            task.Value = task.MaxValue;
            return result;
        });

    private const string Events = "events";

    private sealed class RateColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            var (events, seconds) = (task.State.Get<long>(Events), task.ElapsedTime?.TotalSeconds ?? 0);
            return new Text(string.Create(CultureInfo.InvariantCulture, $"{events:N0} events, {(seconds > 0 ? events / seconds : 0):N0}/s"));
        }
    }
}
