using System.Globalization;
using System.Text.Json;
using CsvHelper;
using LaborMarketplace.EventStore;

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

    public void Print(TextWriter output)
    {
        (string What, int Count)[] counts =
        [
            ("rows read", Rows.Count),
            ("employers", Employers),
            ("jobs published", Count(RowResult.Published)),
            ("jobs that were there already", Count(RowResult.AlreadyThere)),
            ("duplicates (one job posted more than once)", Count(RowResult.Duplicate)),
            ("refused", Count(RowResult.Refused)),
        ];
        foreach (var (what, count) in counts)
        {
            output.WriteLine($"{what,-44} {count,6}");
        }

        foreach (var refused in Rows.Where(row => row.Result == RowResult.Refused))
        {
            output.WriteLine($"line {refused.Row}, job {refused.Number}: {refused.Reason}");
        }
    }

    /// <exception cref="ExpectedFailure">The file cannot be written.</exception>
    public void Write(string file)
    {
        try
        {
            using var text = new StreamWriter(file);
            if (file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
            {
                foreach (var row in Rows)
                {
                    text.WriteLine(JsonSerializer.Serialize(row, MarketplaceJson.Options));
                }
            }
            else
            {
                using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
                csv.WriteRecords(Rows);
            }
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new ExpectedFailure($"The report cannot be written to {file}: {unwritable.Message}", unwritable);
        }
    }
}
