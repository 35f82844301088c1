using System.CommandLine;
using System.CommandLine.Parsing;
using EventStoreDb.Client;

namespace LaborMarketplace.Cli.Logs;

/// <summary>An EventStoreDB that keeps the log.</summary>
/// <param name="Server">Where it is.</param>
/// <param name="Prefix">How the names of the log's streams begin there; empty where the server is the marketplace's alone.</param>
internal sealed record EventStoreDbLog(EventStoreDbConnectionString Server, string Prefix)
{
    public override string ToString() => Prefix.Length == 0 ? $"{Server}" : $"{Server}, in the streams that begin with {Prefix}";
}

/// <summary>Says where the log is, for every command that opens one.</summary>
internal static class LogOptions
{
    private const string StoreVariable = "MARKETPLACE_STORE", PrefixVariable = "MARKETPLACE_STORE_PREFIX";

    public static readonly Option<EventStoreDbConnectionString?> Store = new("--store")
    {
        Description = "An EventStoreDB that keeps the log, as a connection string of its clients: esdb://HOST:2113?tls=false; "
            + $"without it (and without {StoreVariable}), PostgreSQL keeps it.",
        DefaultValueFactory = result => Variable(StoreVariable) is { } given ? Parse(given, StoreVariable, result) : null,
        CustomParser = result => Parse(result.Tokens[0].Value, "--store", result),
        Recursive = true,
        HelpName = "STRING",
    };

    public static readonly Option<string> Prefix = new("--store-prefix")
    {
        Description = $"How the names of the log's streams begin on an EventStoreDB that holds other things too; else {PrefixVariable}.",
        DefaultValueFactory = _ => Variable(PrefixVariable) ?? "",
        Recursive = true,
        HelpName = "PREFIX",
    };

    /// <summary>The EventStoreDB that keeps the log; null where PostgreSQL does.</summary>
    public static EventStoreDbLog? Of(ParseResult given) => given.GetValue(Store) is { } server ? new(server, given.GetValue(Prefix) ?? "") : null;

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

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } given ? given : null;
}
