using System.CommandLine;
using System.CommandLine.Parsing;
using EventStoreDb.Client;

namespace LaborMarketplace.Cli.Logs;

/// <summary>Says where the log is, for every command that opens one.</summary>
internal static class LogOptions
{
    private const string Variable = "MARKETPLACE_STORE";

    public static readonly Option<EventStoreDbConnectionString?> Store = new("--store")
    {
        Description = $"An EventStoreDB that keeps the log, as a connection string of its clients: esdb://HOST:2113?tls=false; without it (and without {Variable}), PostgreSQL keeps it.",
        DefaultValueFactory = result => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? Parse(given, Variable, result) : null,
        CustomParser = result => Parse(result.Tokens[0].Value, "--store", result),
        Recursive = true,
        HelpName = "STRING",
    };

    private static EventStoreDbConnectionString? Parse(string text, string source, ArgumentResult result)
    {
        try
        {
            return EventStoreDbConnectionString.Parse(text);
        }
        catch (FormatException wrong)
        {
            result.AddError($"{source}: {wrong.Message}");
            return null;
        }
    }
}
