using System.Diagnostics;
using System.Globalization;
using LaborMarketplace.Cli.Embedded;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary><c>marketplace projections</c> on a database, in a process of its own.</summary>
/// <param name="Code">How it ended.</param>
internal sealed record ProjectionsProcess(int Code, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <param name="connection">The database.</param>
    /// <param name="command">What follows <c>projections</c>.</param>
    /// <param name="heapBytes">Beyond what its heap cannot grow; as the machine has it unless given.</param>
    public static async Task<ProjectionsProcess> Run(string connection, IEnumerable<string> command, long? heapBytes = null)
    {
        var program = Path.ChangeExtension(typeof(PostgresCluster).Assembly.Location, ".dll");
        var start = new ProcessStartInfo("dotnet", ["exec", program, "projections", .. command, "--connection", connection])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (heapBytes is { } limit)
        {
            start.Environment["DOTNET_GCHeapHardLimit"] = limit.ToString("X", CultureInfo.InvariantCulture);
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        return new ProjectionsProcess(process.ExitCode, await output, await errors);
    }
}
