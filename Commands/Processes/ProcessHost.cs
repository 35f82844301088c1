using LaborMarketplace.Commands.Deadlines;
using LaborMarketplace.EventStore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LaborMarketplace.Commands.Processes;

/// <summary>Runs the processes and deadlines as long as this process leads, and starts them again after a fault, ever less often.</summary>
public sealed partial class ProcessHost(
    ILeadership leadership, IProcessStore memory, ProcessRunner runner, DeadlineWorker deadlines, TimeProvider time, ILogger<ProcessHost> log)
    : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            var cameFurther = await Attempt(stoppingToken);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            pause = cameFurther ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Leads until a fault.</summary>
    /// <returns>Whether it came further in the log before the fault.</returns>
    private async Task<bool> Attempt(CancellationToken stopping)
    {
        var start = LogPosition.Start;
        try
        {
            await using var lead = await leadership.Take(stopping);
            await memory.Prepare(stopping);
            start = (await memory.Progress(stopping)).Answered;
            LogLeading(start);
            await Lead(lead.Lost, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception fault)
        {
            return await Report(fault, start, stopping);
        }

        return true;
    }

    private async Task Lead(CancellationToken lost, CancellationToken stopping)
    {
        using var term = CancellationTokenSource.CreateLinkedTokenSource(lost, stopping);
        var work = new[] { runner.Run(ReadUntil.Cancelled, term.Token), deadlines.Run(term.Token) };
        try
        {
            await await Task.WhenAny(work);
        }
        finally
        {
            await term.CancelAsync();
            await Task.WhenAll(work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <remarks>The loss of the lead is no failure: another process goes on.</remarks>
    private async Task<bool> Report(Exception fault, LogPosition start, CancellationToken stopping)
    {
        LogFault(fault);
        try
        {
            if (fault is not (ProcessesTakenOverException or OperationCanceledException))
            {
                await memory.Report(fault.Message, stopping);
            }

            return (await memory.Progress(stopping)).Answered > start;
        }
        catch (Exception unreported)
        {
            LogUnreported(unreported);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "This process runs the processes and deadlines, from log position {Position}.")]
    private partial void LogLeading(LogPosition position);

    [LoggerMessage(LogLevel.Error, "The processes have stopped and will start again from where they were.")]
    private partial void LogFault(Exception fault);

    [LoggerMessage(LogLevel.Warning, "The fault of the processes could not be reported.")]
    private partial void LogUnreported(Exception fault);
}
