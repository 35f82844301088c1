using System.Globalization;
using System.Text.Json;
using CsvHelper;
using LaborMarketplace.EventStore;
using Spectre.Console;

namespace LaborMarketplace.Cli.Import;

internal enum RowResult
{
    Published,
    AlreadyThere,
    Duplicate,
    Refused,
}

/// <summary>What became of a row.</summary>
/// <param name="Row">The line in the file.</param>
/// <param name="Number">The Job ID, as the file has it.</param>
/// <param name="Result">What became of it.</param>
/// <param name="Reason">Why it was not published; null where it was.</param>
internal sealed record RowOutcome(int Row, string Number, RowResult Result, string? Reason);

/// <summary>What became of a file of postings.</summary>
internal sealed record ImportReport(int Employers, IReadOnlyList<RowOutcome> Rows)
{
    public int Count(RowResult result) => Rows.Count(row => row.Result == result);

    public static void Print(IAnsiConsole console, ImportReport report)
    {
        var counts = new Table().Border(TableBorder.None).HideHeaders().AddColumn("what").AddColumn(new TableColumn("how many").RightAligned());
        counts.AddRow("rows read", $"{report.Rows.Count}");
        counts.AddRow("employers", $"{report.Employers}");
        counts.AddRow("jobs published", $"{report.Count(RowResult.Published)}");
        counts.AddRow("jobs that were there already", $"{report.Count(RowResult.AlreadyThere)}");
        counts.AddRow("duplicates (one job posted more than once)", $"{report.Count(RowResult.Duplicate)}");
        counts.AddRow("refused", $"{report.Count(RowResult.Refused)}");
        console.Write(counts);
        foreach (var refused in report.Rows.Where(row => row.Result == RowResult.Refused))
        {
            console.WriteLine($"line {refused.Row}, job {refused.Number}: {refused.Reason}");
        }
    }

    /// <exception cref="ExpectedFailure">The file cannot be written.</exception>
    public static void Write(string file, ImportReport report)
    {
        try
        {
            using var text = new StreamWriter(file);
            if (file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var row in report.Rows)
                {
                    text.WriteLine(JsonSerializer.Serialize(row, MarketplaceJson.Options));
                }
            }
            else
            {
                using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
                csv.WriteRecords(report.Rows);
            }
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new ExpectedFailure($"The report cannot be written to {file}: {unwritable.Message}", unwritable);
        }
    }
}
