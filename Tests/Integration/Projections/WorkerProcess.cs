using System.Diagnostics;
using System.Globalization;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Tests.Worker;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>Work on read models in a process of its own, which comes to a step and waits there. Should it end by itself, the test ends.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly string Program = Path.ChangeExtension(typeof(WorkerOptions).Assembly.Location, ".dll");

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Task _exit;
    private volatile bool _mayEnd;

    private WorkerProcess(Process process) =>
        (_process, _errors, _exit) = (process, process.StandardError.ReadToEndAsync(), process.WaitForExitAsync());

    /// <summary>Starts it; it does nothing yet.</summary>
    /// <param name="together">The test that it belongs to.</param>
    /// <param name="database">Of the read models.</param>
    /// <param name="node">Where the log is, if not in the database.</param>
    /// <param name="work">What it is to do.</param>
    /// <param name="step">Where it is to wait.</param>
    /// <param name="before">How many times it passes the step before.</param>
    public static WorkerProcess Start(Together together, string database, LogNode? node, Work work, BuildStep step, int before)
    {
        string[] arguments =
            [Program, database, node?.Connection ?? "", node?.Prefix ?? "", $"{work}", $"{step}", before.ToString(CultureInfo.InvariantCulture)];
        var worker = new WorkerProcess(Process.Start(new ProcessStartInfo("dotnet", ["exec", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        _ = together.Beside(worker.Watch);
        return worker;
    }

    /// <summary>Lets it work until it has come to the step.</summary>
    public async Task ComeToItsStep(CancellationToken waiting)
    {
        await _process.StandardInput.WriteLineAsync();
        var line = await _process.StandardOutput.ReadLineAsync(waiting);
        if (line?.StartsWith("at ", StringComparison.Ordinal) != true)
        {
            throw new InvalidOperationException($"The worker ended before its step: {await _errors.WaitAsync(waiting)}");
        }
    }

    public async Task Kill()
    {
        _mayEnd = true;
        _process.Kill();
        await _exit.WaitAsync(ProjectionHost.Patience);
    }

    /// <summary>Stops it where it is, as a debugger or a machine that hangs does.</summary>
    public Task Stop() => Signal("STOP");

    /// <summary>Lets it go on, not knowing that time has passed.</summary>
    /// <param name="toItsEnd">Whether its work has an end.</param>
    public async Task GoOn(bool toItsEnd)
    {
        _mayEnd = toItsEnd;
        await Signal("CONT");
        await _process.StandardInput.WriteLineAsync();
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>What it complained of; empty when it succeeded.</returns>
    public async Task<string> End(CancellationToken waiting)
    {
        await _exit.WaitAsync(waiting);
        return _process.ExitCode == 0 ? "" : $"{_process.ExitCode}: {await _errors.WaitAsync(waiting)}";
    }

    public async ValueTask DisposeAsync()
    {
        await Kill();
        _process.Dispose();
    }

    private async Task Watch(CancellationToken over)
    {
        await _exit.WaitAsync(over);
        if (!_mayEnd)
        {
            throw new InvalidOperationException($"The worker ended by itself, with {_process.ExitCode}: {await _errors.WaitAsync(over)}");
        }
    }

    private async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
