using System.CommandLine;
using System.CommandLine.Invocation;
using LaborMarketplace.Cli;
using LaborMarketplace.Cli.Import;
using LaborMarketplace.Cli.Models;
using LaborMarketplace.Cli.Serve;
using LaborMarketplace.Cli.Simulate;
using LaborMarketplace.Cli.Status;
using LaborMarketplace.Cli.Tokens;

var command = new RootCommand("A labor marketplace: helpers, employers, jobs, and the work between them.")
{
    ServeCommand.Create(),
    ImportCommand.Create(),
    SimulateCommand.Create(),
    TokenCommand.Create(),
    StatusCommand.Create(),
    ProjectionsCommand.Create(),
};
MarketplaceOptions.AddTo(command);

try
{
    var given = command.Parse(args);
    return given.Action is ParseErrorAction
        ? WrongCommandLine.Explain(given, Console.Error)
        : await given.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
        });
}
catch (Exception failure) when (failure is ExpectedFailure or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"marketplace: {failure.Message}");
    return ExitCode.Failed;
}
catch (OperationCanceledException stopped)
{
    await Console.Error.WriteLineAsync($"marketplace: {(stopped is Interruption told ? told.Message : "Stopped.")}");
    return ExitCode.Interrupted;
}
