using System.CommandLine;
using System.CommandLine.Parsing;
using LaborMarketplace.Cli.Client;

namespace LaborMarketplace.Cli;

/// <summary>The options that every command takes.</summary>
internal static class MarketplaceOptions
{
    public const int WritePort = 5080;
    public const int ReadPort = 5081;
    public const int HealthPort = 5082;

    private static readonly Option<Uri> Write = Door("--write", "The write API's address.", WritePort);

    private static readonly Option<Uri> Read = Door("--read", "The read API's address.", ReadPort);

    private static readonly Option<DirectoryInfo> DataFolder = new("--data-folder")
    {
        Description = "The embedded marketplace's folder: its database, its keys, its mail.",
        DefaultValueFactory = _ => new DirectoryInfo(Environment.GetEnvironmentVariable("MARKETPLACE_DATA_FOLDER") ?? ".marketplace"),
        Recursive = true,
        HelpName = "FOLDER",
    };

    public static void AddTo(RootCommand command)
    {
        command.Options.Add(Write);
        command.Options.Add(Read);
        command.Options.Add(DataFolder);
    }

    public static Doors Doors(this ParseResult given) => new(given.GetRequiredValue(Write), given.GetRequiredValue(Read));

    public static DataFolder DataFolderOf(this ParseResult given) => new(given.GetRequiredValue(DataFolder).FullName);

    private static Option<Uri> Door(string name, string description, int port) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => new Uri($"http://localhost:{port}"),
        CustomParser = AddressOf,
        Recursive = true,
        HelpName = "ADDRESS",
    };

    /// <summary>An address of a door, as an option takes it.</summary>
    public static Uri? AddressOf(ArgumentResult result) => AddressOf(result.Tokens[0].Value) ?? Refuse(result);

    private static Uri? AddressOf(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    private static Uri? Refuse(ArgumentResult result)
    {
        result.AddError($"'{result.Tokens[0].Value}' is no address; write http://HOST:PORT.");
        return null;
    }
}
