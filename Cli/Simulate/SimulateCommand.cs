using System.CommandLine;
using System.Text.Json;
using LaborMarketplace.Cli.Client;
using LaborMarketplace.Cli.Data;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Cli.Simulate;

/// <summary><c>marketplace simulate</c>.</summary>
internal static class SimulateCommand
{
    private const int AtOnce = 32;

    public static Command Create()
    {
        var helpers = Number("--helpers", "How many helpers come to the marketplace.", 200, 10_000);
        var days = Number("--days", "Over how many days; the marketplace's clock moves that far.", 30, 365);
        var seed = new Option<int>("--seed")
        {
            Description = "The same seed gives the same people with the same habits.",
            DefaultValueFactory = _ => 1,
            HelpName = "NUMBER",
        };
        var zips = new Option<FileInfo?>("--zips")
        {
            Description = "US ZIP codes to live at: zip,latitude,longitude,city,state. Without it, those of a few city centres.",
            HelpName = "FILE",
        };
        var json = new Option<bool>("--json") { Description = "Print the result as JSON." };
        var command = new Command("simulate", "Play a marketplace through its public API, with people who do what they should and some who do not.")
        {
            helpers, days, seed, zips, json,
        };
        command.SetAction(async (given, cancellation) =>
        {
            var places = given.GetValue(zips) is { } file ? ZipCodes.Read(file.FullName) : ZipCodes.Known;
            var settings = new SimulationSettings(given.GetValue(helpers), given.GetValue(days), given.GetValue(seed), places, AtOnce);
            var calls = new CallRecord();
            using var client = new MarketplaceClient(given.Doors(), calls, AtOnce);
            var simulation = new Simulation(client, People.Of(given.DataFolderOf()), calls, settings);
            var report = given.GetValue(json)
                ? await simulation.Run(_ => { }, cancellation)
                : await Progress.Of($"Simulating {settings.Days} days", settings.Days * 24, progress => simulation.Run(progress, cancellation));
            if (given.GetValue(json))
            {
                given.InvocationConfiguration.Output.WriteLine(JsonSerializer.Serialize(report, MarketplaceJson.Options));
            }
            else
            {
                report.Print(given.InvocationConfiguration.Output);
            }

            return report.ServerErrors == 0 ? ExitCode.Done : ExitCode.Partly;
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int usual, int most) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => usual,
        CustomParser = result => (int)WholeNumber.Of(result, name, 1, most),
        HelpName = "NUMBER",
    };
}
