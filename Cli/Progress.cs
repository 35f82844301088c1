using Spectre.Console;

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
}
