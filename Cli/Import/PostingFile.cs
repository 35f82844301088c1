using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using LaborMarketplace.Cli.Data;

namespace LaborMarketplace.Cli.Import;

/// <summary>One row of a file of postings, in the words of the file.</summary>
/// <param name="Row">The line in the file, the header being line 1.</param>
/// <param name="Number">The employer's own number of the job.</param>
/// <param name="Category">What kind of job; null where the file says <c>NaN</c> or nothing.</param>
public sealed record PostingRow(int Row, string Number, string Title, string Agency, string? Category, string PayFrom, string PayTo);

/// <summary>Reads postings in the form of New York City's open data ("NYC Jobs").</summary>
public static class PostingFile
{
    private static readonly string[] Columns = ["Job ID", "Civil Service Title", "Agency", "Job Category", "Salary Range From", "Salary Range To"];

    /// <exception cref="ExpectedFailure">The file is missing, or has not these columns.</exception>
    public static IReadOnlyList<PostingRow> Read(string file)
    {
        using var text = DataFile.Open(file, "postings");
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { MissingFieldFound = null, BadDataFound = null };
        using var csv = new CsvReader(text, configuration);
        if (!csv.Read() || !csv.ReadHeader() || Columns.Except(csv.HeaderRecord!).FirstOrDefault() is { } missing)
        {
            throw new ExpectedFailure($"{file} is not a file of postings: it needs a first line with the columns {string.Join(", ", Columns)}.");
        }

        var rows = new List<PostingRow>();
        while (csv.Read())
        {
            rows.Add(Row(csv));
        }

        return rows;
    }

    private static PostingRow Row(CsvReader csv)
    {
        var category = Field(csv, "Job Category");
        return new PostingRow(
            csv.Parser.RawRow,
            Field(csv, "Job ID"),
            Field(csv, "Civil Service Title"),
            Field(csv, "Agency"),
            category is "" or "NaN" ? null : category,
            Field(csv, "Salary Range From"),
            Field(csv, "Salary Range To"));
    }

    private static string Field(CsvReader csv, string column) => csv.GetField(column)?.Trim() ?? "";
}
