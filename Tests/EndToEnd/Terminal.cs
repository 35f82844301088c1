using System.Diagnostics;
using System.Text;

namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>The marketplace command on a terminal, as a person has it who sits before it.</summary>
internal sealed class Terminal : IDisposable
{
    private const char ControlC = '\u0003';
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _written = new();
    private readonly int _columns;

    /// <param name="columns">How wide it is.</param>
    /// <param name="environment">
    /// Its variables, such as <c>TERM</c>; nothing else of the test's own is passed on, since a build server's would say that nobody
    /// watches.
    /// </param>
    /// <param name="arguments">The command's.</param>
    public Terminal(int columns, IEnumerable<string> environment, IEnumerable<string> arguments)
    {
        _columns = columns;
        var command = $"exec dotnet {string.Join(' ', arguments.Prepend(MarketplaceCommand.Program).Select(word => $"'{word}'"))}";
        _process = Process.Start(new ProcessStartInfo(
            "env", ["-i", .. Kept("PATH", "HOME", "DOTNET_ROOT"), .. environment, "script", "-qec", $"stty cols {columns} rows 24; {command}", "/dev/null"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = Path.GetTempPath(),
        })!;
    }

    /// <summary>Whether the system has one to give.</summary>
    public static bool CanBeHad => OperatingSystem.IsLinux()
        && Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "script")));

    /// <summary>All characters that came to it, those that move the cursor too.</summary>
    public string Written => _written.ToString();

    /// <summary>All that was to be seen on it, one after another.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Shown => Screen.Shown(Written, _columns);

    /// <summary>Watches until a text comes.</summary>
    public async Task Until(string text)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!Written.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(await Watch(limit.Token), $"It ended without '{text}': {Written}");
        }
    }

    public async Task PressControlC()
    {
        await _process.StandardInput.WriteAsync(ControlC);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Watches to the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> End()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (await Watch(limit.Token))
        {
        }

        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task<bool> Watch(CancellationToken cancellation)
    {
        var some = new char[4096];
        var count = await _process.StandardOutput.ReadAsync(some, cancellation);
        _written.Append(some, 0, count);
        return count > 0;
    }

    private static IEnumerable<string> Kept(params string[] names) =>
        names.Where(name => Environment.GetEnvironmentVariable(name) is not null).Select(name => $"{name}={Environment.GetEnvironmentVariable(name)}");
}
