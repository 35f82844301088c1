using System.Diagnostics;

namespace LaborMarketplace.Cli.Embedded;

/// <summary>Runs programs of the system to their end.</summary>
internal static class ExternalProgram
{
    /// <summary>Runs a program without a shell, in English and in a directory that every user may enter.</summary>
    /// <exception cref="ExpectedFailure">There is no such program.</exception>
    public static async Task<Outcome> Run(IEnumerable<string> command, CancellationToken cancellation)
    {
        var line = command.ToArray();
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
            Environment = { ["LC_ALL"] = "C", ["DEBIAN_FRONTEND"] = "noninteractive" },
        };
        using var process = Launch(start);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new Outcome(process.ExitCode, (await output + await errors).Trim());
    }

    /// <summary>Where a program stands on the PATH; null when it does not.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    private static Process Launch(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new ExpectedFailure($"The program {start.FileName} cannot be run: {exception.Message}.", exception);
        }
    }

    /// <param name="Output">What it printed, its errors last.</param>
    internal sealed record Outcome(int ExitCode, string Output)
    {
        /// <exception cref="ExpectedFailure">The program failed.</exception>
        public string OrFail(string doing)
        {
            if (ExitCode == 0)
            {
                return Output;
            }

            throw new ExpectedFailure(Output.Contains("No space left on device", StringComparison.Ordinal)
                ? $"The disk is full ({doing}); free some space and start again."
                : $"Could not go on ({doing}): {Output.Split('\n').LastOrDefault(text => !string.IsNullOrWhiteSpace(text), $"exit code {ExitCode}").Trim()}");
        }
    }
}
