using System.CommandLine;
using LaborMarketplace.Cli.Client;
using LaborMarketplace.Cli.Data;

namespace LaborMarketplace.Cli.Import;

/// <summary><c>marketplace import postings</c>.</summary>
internal static class ImportCommand
{
    private const int AtOnce = 16;

    public static Command Create() => new("import", "Bring data from elsewhere into the marketplace.") { Postings() };

    private static Command Postings()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Job postings, in the form of New York City's open data (\"NYC Jobs\")." };
        var zips = new Option<FileInfo>("--zips") { Description = "US ZIP codes: zip,latitude,longitude,city,state.", Required = true, HelpName = "FILE" };
        var occupations = new Option<FileInfo>("--occupations") { Description = "O*NET occupations, tab-separated.", Required = true, HelpName = "FILE" };
        var report = new Option<FileInfo?>("--report")
        {
            Description = "Write what became of each row: CSV, or JSON lines if the name ends in .jsonl.",
            HelpName = "FILE",
        };
        var command = new Command("postings", "Import job postings as employers and published jobs. Run again, it goes on where it was, without duplicates.")
        {
            file, zips, occupations, report,
        };
        command.SetAction(async (given, cancellation) =>
        {
            var rows = PostingRules.Check(PostingFile.Read(given.GetRequiredValue(file).FullName));
            var translation = new PostingTranslation(
                Occupations.Read(given.GetRequiredValue(occupations).FullName), ZipCodes.Read(given.GetRequiredValue(zips).FullName));
            using var client = new MarketplaceClient(given.Doors(), new CallRecord(), AtOnce);
            var import = new PostingImport(client, People.Of(given.DataFolderOf()), translation, AtOnce);
            var result = await Progress.Of("Importing postings", rows.Count, progress => import.Run(rows, progress, cancellation));
            result.Print(given.InvocationConfiguration.Output);
            if (given.GetValue(report) is { } to)
            {
                result.Write(to.FullName);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
