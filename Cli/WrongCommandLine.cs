using System.CommandLine;
using System.CommandLine.Parsing;

namespace LaborMarketplace.Cli;

/// <summary>Says what is wrong with a command line: on the error stream alone, since whoever reads the answers expects no help among them.</summary>
internal static class WrongCommandLine
{
    public static int Explain(ParseResult given, TextWriter errors)
    {
        foreach (var error in given.Errors)
        {
            errors.WriteLine($"marketplace: {error.Message}");
        }

        var path = PathTo(given.CommandResult).ToList();
        if (given.CommandResult.Command.Subcommands.Count > 0)
        {
            return given.RootCommandResult.Command.Parse([.. path.Skip(1), "--help"]).Invoke(new InvocationConfiguration { Output = errors }) | ExitCode.Failed;
        }

        errors.WriteLine($"See '{string.Join(' ', path)} --help'.");
        return ExitCode.Failed;
    }

    private static IEnumerable<string> PathTo(SymbolResult result) =>
        result is CommandResult command ? [.. command.Parent is { } parent ? PathTo(parent) : [], command.Command.Name] : [];
}
