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

    /// <summary>What <c>--sample</c> alone asks for.</summary>
    private const int OneInTen = 10;

    private static readonly Option<int> Sample = new("--sample")
    {
        Description = $"Compare about one document in N, others each time; N is {OneInTen} unless given. Without it, all are compared.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => result.Tokens.Count == 0 ? OneInTen : (int)WholeNumber.Of(result, "--sample", 1, int.MaxValue),
        HelpName = "N",
    };

    private static readonly Option<bool> All = new("--all") { Description = "Every read model, in one pass over the log." };

    private static readonly Option<bool> Switch = new("--switch") { Description = "Let the new build serve as soon as it is level." };

    private static readonly Option<bool> AsItStands = new("--as-it-stands")
    {
        Description = "Go back even to a build that is behind and that no program brings level: documents go back with it.",
    };

    private static readonly Option<string?> Build = new("--build")
    {
        Description = "Only this build, as 'list' names it; without it, all that do not serve.",
        HelpName = "BUILD",
    };

    private static readonly Option<long> Position = new("--at")
    {
        Description = "The log position of the event that it halts at, as 'status' tells it.",
        Required = true,
        CustomParser = result => WholeNumber.Of(result, "--at", 0, long.MaxValue),
        HelpName = "POSITION",
    };

    private static readonly Option<string> Reason = new("--reason")
    {
        Description = "Why; it is recorded with who did it and when.",
        Required = true,
        HelpName = "TEXT",
    };

    public static Command Create()
    {
        Reason.Validators.Add(given =>
        {
            if (string.IsNullOrWhiteSpace(given.GetValueOrDefault<string>()))
            {
                given.AddError("--reason takes a sentence that says why the event is passed over.");
            }
        });
        var command = new Command(
            "projections", "Look after the read models: how far they are, whether they are what the log says, and rebuild them while people read.")
        {
            Asking("list", "Name the read models, and the tables that they stand in.", ProjectionReports.List),
            Asking("status", "Say how far each read model is, and what it halts at. Ends with 2 if one halts.", ProjectionReports.Status),
            Naming("plan", "Tell what rebuilding a read model takes: events, time, disk. Changes nothing.", [],
                (desk, projection, _, cancellation) => ProjectionReports.Plan(desk, projection, cancellation)),
            Naming("verify", "Fold the log afresh and compare with what readers see. Ends with 2 if they differ. Changes nothing.", [Sample],
                (desk, projection, given, cancellation) => ProjectionReports.Verify(
                    desk, projection, given.GetResult(Sample) is null ? 1 : given.GetValue(Sample), cancellation)),
            LogOptions.Store,
            LogOptions.Prefix,
            Connection,
            Json,
        };
        foreach (var changing in Changing())
        {
            command.Subcommands.Add(changing);
        }

        return command;
    }

    private static IEnumerable<Command> Changing() =>
    [
        Rebuilding(),
        Naming("diff", "Compare the newest build beside with the one that serves, as of one position. Ends with 2 if they differ. Changes nothing.", [],
            (desk, projection, _, cancellation) => RebuildCommands.Diff(desk, projection, cancellation)),
        Naming("switch", "Let the newest build serve: in one transaction, once it is level with the one that does.", [],
            (desk, projection, _, cancellation) => RebuildCommands.Switch(desk, projection, cancellation)),
        Naming("rollback", "Let the build serve again that served before.", [AsItStands],
            (desk, projection, given, cancellation) => RebuildCommands.Rollback(desk, projection, given.GetValue(AsItStands), cancellation)),
        Dropping(),
        Naming("pause", "Hold a read model where it stands; readers go on with what there is.", [],
            (desk, projection, _, cancellation) => RebuildCommands.Pause(desk, projection, true, cancellation)),
        Naming("resume", "Let a read model follow the log again.", [],
            (desk, projection, _, cancellation) => RebuildCommands.Pause(desk, projection, false, cancellation)),
        Naming(
            "skip",
            "Let a read model pass over the event that it halts at, in this version and for ever. It is recorded, and shown by 'status' and 'verify'.",
            [Position, Reason],
            (desk, projection, given, cancellation) => RebuildCommands.Skip(desk, projection, given.GetValue(Position), given.GetValue(Reason)!, cancellation)),
    ];

    private static Command Rebuilding()
    {
        var model = Model(ArgumentArity.ZeroOrOne);
        var command = new Command(
            "rebuild",
            "Build a read model afresh from the log, beside the one that serves. One that this program began and that was interrupted goes on where it was.")
        {
            model,
            All,
            Switch,
        };
        command.Validators.Add(given =>
        {
            if (given.GetValue(All) == (given.GetResult(model) is { Tokens.Count: > 0 }))
            {
                given.AddError("Give the NAME of a read model, or --all.");
            }
        });
        command.SetAction((given, cancellation) => At(
            given,
            desk => RebuildCommands.Rebuild(desk, given.GetValue(All) ? ReadModels.All : [given.GetValue(model)!], given.GetValue(Switch), cancellation),
            cancellation));
        return command;
    }

    private static Command Dropping()
    {
        var model = new Argument<string>("NAME") { Description = "The read model, as 'list' names it; also one that is in no program any more." };
        const string Does = "Remove builds that do not serve, with all that belongs to them; or a whole read model that is in no program any more.";
        var command = new Command("drop", Does) { model, Build };
        command.Validators.Add(given =>
        {
            if (given.GetValue(Build) is not null && Named(given.GetValue(model)!) is null)
            {
                given.AddError($"This program has no read model '{given.GetValue(model)}': what is in no program any more is dropped whole, without --build.");
            }
        });
        command.SetAction((given, cancellation) => At(
            given,
            desk => Named(given.GetValue(model)!) is { } projection
                ? RebuildCommands.Drop(desk, projection, given.GetValue(Build), cancellation)
                : RebuildCommands.Remove(desk, given.GetValue(model)!, cancellation),
            cancellation));
        return command;
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
        var model = Model(ArgumentArity.ExactlyOne);
        var command = new Command(name, description) { model };
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        command.SetAction((given, cancellation) => At(given, desk => work(desk, given.GetValue(model)!, given, cancellation), cancellation));
        return command;
    }

    private static Argument<Projection?> Model(ArgumentArity arity) => new("NAME")
    {
        Description = "The read model, as 'list' names it.",
        Arity = arity,
        CustomParser = result => result.Tokens is [var token] ? Named(token.Value) ?? Refuse(result) : null,
    };

    private static async Task<int> At(ParseResult given, Func<ModelDesk, Task<int>> work, CancellationToken cancellation)
    {
        await using var desk = await ModelDesk.Open(
            given.DataFolderOf(), given.GetValue(Connection), LogOptions.Of(given), given.GetValue(Json), given.InvocationConfiguration.Output, cancellation);
        return await ModelDesk.Explaining(() => work(desk));
    }

    private static Projection? Named(string name) => ReadModels.All.SingleOrDefault(projection => projection.Name == name);

    private static Projection? Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        var names = string.Join(", ", ReadModels.All.Select(projection => projection.Name));
        result.AddError($"There is no read model '{result.Tokens[0].Value}'; there are {names}.");
        return null;
    }
}
