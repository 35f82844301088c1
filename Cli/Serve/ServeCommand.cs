using System.CommandLine;

namespace LaborMarketplace.Cli.Serve;

/// <summary><c>marketplace serve</c>.</summary>
internal static class ServeCommand
{
    public static Command Create() => new("serve", "Run the marketplace.");
}
