using System.CommandLine;
using LaborMarketplace.Cli;
using LaborMarketplace.Cli.Import;
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
};
MarketplaceOptions.AddTo(command);

try
{
    return await command.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (ExpectedFailure failure)
{
    await Console.Error.WriteLineAsync($"marketplace: {failure.Message}");
    return ExitCode.Failed;
}
catch (OperationCanceledException)
{
    return ExitCode.Interrupted;
}
