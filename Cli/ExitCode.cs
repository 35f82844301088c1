namespace LaborMarketplace.Cli;

/// <summary>What the command tells the shell. A wrong command line is 1 as well, as System.CommandLine has it.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Nothing could be done, and a sentence on the error stream says why.</summary>
    public const int Failed = 1;

    /// <summary>It was done, but something in it went wrong: rows were refused, or the marketplace is not healthy.</summary>
    public const int Partly = 2;

    /// <summary>Stopped by Ctrl-C, as shells count it.</summary>
    public const int Interrupted = 130;
}
