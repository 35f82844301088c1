using System.CommandLine;
using System.CommandLine.Parsing;
using LaborMarketplace.Cli.Embedded;
using LaborMarketplace.Cli.Logs;
using LaborMarketplace.Cli.Sample;

namespace LaborMarketplace.Cli.Serve;

/// <summary><c>marketplace serve</c>, which <c>./run</c> calls.</summary>
internal static class ServeCommand
{
    private static readonly Option<IReadOnlyCollection<ServeRole>?> Roles = new("--roles")
    {
        Description = "Which parts this process plays, separated by commas: write, read, projections, processes; all unless given.",
        CustomParser = RolesOf,
        HelpName = "ROLES",
    };

    private static readonly Option<Uri?> Health = new("--health")
    {
        Description = "Where to tell how the workers of this process are (projections, processes), at /health/live and /health/ready; "
            + $"http://localhost:{MarketplaceOptions.HealthPort} unless given, where it plays neither API.",
        CustomParser = MarketplaceOptions.AddressOf,
        HelpName = "ADDRESS",
    };

    private static readonly Option<string?> Connection = new("--connection")
    {
        Description = "A PostgreSQL to use, as an Npgsql connection string; without it, a private cluster is made in the data folder.",
        HelpName = "STRING",
    };

    private static readonly Option<bool> Empty = new("--empty")
    {
        Description = "Leave a new marketplace empty, instead of filling it with made-up people and jobs.",
    };

    private static readonly Option<bool> Reset = new("--reset")
    {
        Description = "Start over: remove the data folder first, with all that is in it.",
    };

    private static readonly Option<bool> AdjustableClock = new("--adjustable-clock")
    {
        Description = "Let operators move the marketplace's clock forward; always so with a private cluster.",
    };

    private static readonly Option<bool> Mailbox = new("--mailbox")
    {
        Description = "Let operators read the contact codes that were sent, as trying out and made-up people need it; always so with a private cluster.",
    };

    private static readonly Option<bool> RebuildOnStart = new("--rebuild-on-start")
    {
        Description = "Rebuild the read models of which another version serves than this program's, beside it, and switch to them; "
            + "without it, the other goes on serving.",
    };

    public static Command Create()
    {
        var command = new Command("serve", "Run the marketplace until Ctrl-C: at first start it makes a database and fills it with made-up people and jobs.")
        {
            Roles, Health, LogOptions.Store, LogOptions.Prefix, Connection, Empty, Reset, AdjustableClock, Mailbox, RebuildOnStart,
        };
        command.Validators.Add(given =>
        {
            if (given.GetValue(Reset) && given.GetValue(Connection) is not null)
            {
                given.AddError("--reset removes the private cluster in the data folder, and --connection asks for another database: give one of the two.");
            }

            if (given.GetValue(Reset) && given.GetValue(LogOptions.Store) is not null)
            {
                given.AddError("--reset removes the data folder, but not the log on EventStoreDB, which needs the folder's keys: remove both by hand.");
            }
        });
        command.SetAction(Serve);
        return command;
    }

    private static async Task<int> Serve(ParseResult given, CancellationToken cancellation)
    {
        var (folder, output) = (given.DataFolderOf(), given.InvocationConfiguration.Output);
        var connection = given.GetValue(Connection);
        var settings = new ServeSettings(
            given.GetValue(Roles) ?? ServeSettings.AllRoles, given.Doors(), given.GetValue(Health), folder, connection, LogOptions.Of(given),
            connection is null || given.GetValue(AdjustableClock), connection is null || given.GetValue(Mailbox), given.GetValue(RebuildOnStart));
        try
        {
            if (given.GetValue(Reset) && await PostgresCluster.Remove(folder.Database, cancellation) | folder.Remove())
            {
                output.WriteLine($"Removed {folder.Path}, with all that was in it.");
            }

            await using var marketplace = await RunningMarketplace.Start(settings, step => output.WriteLine($"{step} …"), cancellation);
            var fills = !given.GetValue(Empty) && settings.Mailbox && marketplace.TakesLocalTokens;
            var filled = fills ? await SampleFilling.FillNew(marketplace, settings, cancellation) : null;
            Welcome.Print(output, settings, marketplace.TakesLocalTokens, filled);
            await marketplace.Run(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C is how it is meant to end.
            output.WriteLine("Stopped.");
        }

        return ExitCode.Done;
    }

    private static IReadOnlyCollection<ServeRole> RolesOf(ArgumentResult result)
    {
        var names = result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        var roles = names.Select(name => Enum.TryParse<ServeRole>(name, ignoreCase: true, out var role) ? role : (ServeRole?)null).ToList();
        if (roles.Count == 0 || roles.Contains(null))
        {
            result.AddError($"The roles are write, read, projections and processes, separated by commas; not '{string.Join(",", names)}'.");
            return [];
        }

        return [.. roles.OfType<ServeRole>().Distinct()];
    }
}
