using System.Diagnostics;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>A program of this folder in a process of its own, which is killed at the end: what it works on goes with it.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process _process;

    private Child(Process process) => _process = process;

    public int Id => _process.Id;

    /// <param name="program">The name of its assembly.</param>
    /// <param name="ready">How the line begins that it prints when it is ready.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<Child> Start(string program, string ready, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. arguments]) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(ready, StringComparison.Ordinal))
            {
                // Read on, so that it never waits for a reader.
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
                return new Child(process);
            }
        }

        throw new InvalidOperationException($"{program} ended before it was ready.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
