using System.CommandLine;
using LaborMarketplace.Cli.Logs;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Cli.Models;

/// <summary><c>marketplace projections</c>: for data teams.</summary>
internal static class ProjectionsCommand
{
    private static readonly Option<string?> Connection = new("--connection")
    {
        Description = "The marketplace's PostgreSQL, as an Npgsql connection string; without it, the running private cluster of the data folder.",
        Recursive = true,
        HelpName = "STRING",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "Write one JSON document, for machines.", Recursive = true };

    private static readonly Option<int> Sample = new("--sample")
    {
        Description = "Compare about one document in N, others each time; it takes a part of the memory.",
        DefaultValueFactory = _ => 1,
        HelpName = "N",
    };

    public static Command Create()
    {
        Sample.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() < 1)
            {
                given.AddError("--sample takes a number from 1 on: 1 compares every document, N about one in N.");
            }
        });
        return new Command("projections", "Look after the read models: how far they are, and whether they are what the log says.")
        {
            Asking("list", "Name the read models, and the tables that they stand in.", ProjectionReports.List),
            Asking("status", "Say how far each read model is, and what it halts at. Ends with 2 if one halts.", ProjectionReports.Status),
            Naming("plan", "Tell what rebuilding a read model takes: events, time, disk. Changes nothing.", [],
                (desk, projection, _, cancellation) => ProjectionReports.Plan(desk, projection, cancellation)),
            Naming("verify", "Fold the log afresh and compare with what readers see. Ends with 2 if they differ. Changes nothing.", [Sample],
                (desk, projection, given, cancellation) => ProjectionReports.Verify(desk, projection, given.GetValue(Sample), cancellation)),
            LogOptions.Store,
            LogOptions.Prefix,
            Connection,
            Json,
        };
    }

    private static Command Asking(string name, string description, Func<ModelDesk, CancellationToken, Task<int>> ask)
    {
        var command = new Command(name, description);
        command.SetAction((given, cancellation) => At(given, desk => ask(desk, cancellation), cancellation));
        return command;
    }

    private static Command Naming(
        string name, string description, IEnumerable<Option> options, Func<ModelDesk, Projection, ParseResult, CancellationToken, Task<int>> work)
    {
        var model = new Argument<Projection?>("NAME")
        {
            Description = "The read model, as 'list' names it.",
            CustomParser = result => Named(result.Tokens[0].Value) ?? Refuse(result),
        };
        var command = new Command(name, description) { model };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction((given, cancellation) => At(given, desk => work(desk, given.GetValue(model)!, given, cancellation), cancellation));
        return command;
    }

    private static async Task<int> At(ParseResult given, Func<ModelDesk, Task<int>> work, CancellationToken cancellation)
    {
        await using var desk = await ModelDesk.Open(
            given.DataFolderOf(), given.GetValue(Connection), LogOptions.Of(given), given.GetValue(Json), given.InvocationConfiguration.Output, cancellation);
        return await ModelDesk.Explaining(() => work(desk));
    }

    private static Projection? Named(string name) => ReadModels.All.SingleOrDefault(projection => projection.Name == name);

    private static Projection? Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"There is no read model '{result.Tokens[0].Value}'; there are {string.Join(", ", ReadModels.All.Select(projection => projection.Name))}.");
        return null;
    }
}
