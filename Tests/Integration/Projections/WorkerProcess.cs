using System.Diagnostics;
using System.Globalization;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Tests.Worker;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>Work on read models in a process of its own, which has come to a step and waits there.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly string Program = Path.ChangeExtension(typeof(WorkerOptions).Assembly.Location, ".dll");

    private readonly Process _process;
    private readonly Task<string> _errors;

    private WorkerProcess(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>Starts it and waits until it has come to the step.</summary>
    /// <param name="database">Of the read models.</param>
    /// <param name="node">Where the log is, if not in the database.</param>
    /// <param name="work">What it does.</param>
    /// <param name="step">Where it waits.</param>
    /// <param name="before">How many times it passes the step before.</param>
    public static async Task<WorkerProcess> At(string database, LogNode? node, Work work, BuildStep step, int before)
    {
        var worker = new WorkerProcess(Process.Start(new ProcessStartInfo(
            "dotnet", ["exec", Program, database, node?.Connection ?? "", node?.Prefix ?? "", $"{work}", $"{step}", before.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        using var limit = new CancellationTokenSource(ProjectionHost.Patience * 2);
        while (await worker._process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line == $"at {step}")
            {
                return worker;
            }
        }

        throw new InvalidOperationException($"{work} ended before {step}: {await worker._errors}");
    }

    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops it where it is, as a debugger or a machine that hangs does.</summary>
    public Task Stop() => Signal("STOP");

    /// <summary>Lets it go on, not knowing that time has passed.</summary>
    public async Task GoOn()
    {
        await Signal("CONT");
        await _process.StandardInput.WriteLineAsync();
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>What it complained of; empty when it succeeded.</returns>
    public async Task<string> End()
    {
        await _process.WaitForExitAsync().WaitAsync(ProjectionHost.Patience);
        return _process.ExitCode == 0 ? "" : $"{_process.ExitCode}: {await _errors}";
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await Kill();
        }

        _process.Dispose();
    }

    private async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
