using System.Diagnostics;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>A program of this folder in a process of its own, which is killed at the end: what it works on goes with it.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process _process;

    private Child(Process process, string said) => (_process, Said) = (process, said);

    public int Id => _process.Id;

    /// <summary>The line that it printed when it was ready.</summary>
    public string Said { get; }

    /// <param name="program">The name of its assembly.</param>
    /// <param name="ready">How the line begins that it prints when it is ready.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<Child> Start(string program, string ready, params string[] arguments)
    {
        var process = Process.Start(Command(program, arguments))!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(ready, StringComparison.Ordinal))
            {
                // Read on, so that it never waits for a reader.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new Child(process, line);
            }
        }

        throw new InvalidOperationException($"{program} ended before it was ready.");
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>The lines that it printed.</returns>
    public static async Task<IReadOnlyList<string>> Lines(string program, params string[] arguments)
    {
        using var process = Process.Start(Command(program, arguments))!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo Command(string program, string[] arguments) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. arguments]) { RedirectStandardOutput = true };
}
