using System.Globalization;
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

    /// <summary>The same for work that finds out itself how many events it has to go through.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="work">Is given what to tell the number of events, and what to tell the number just done.</param>
    public static Task<T> OfEvents<T>(string title, Func<Action<long>, Action<int>, Task<T>> work) => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RateColumn(), new RemainingTimeColumn())
        .StartAsync(async display =>
        {
            var task = display.AddTask(title);
            var result = await work(total => task.MaxValue = Math.Max(1, total), events => task.Increment(events));
            task.Value = task.MaxValue;
            return result;
        });

    private sealed class RateColumn : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Value:N0} events, {task.Speed ?? 0:N0}/s"));
    }
}
