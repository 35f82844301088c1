using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>Prints a benchmark as a table, and puts it in its place in docs/benchmarks.md.</summary>
internal static class Report
{
    public static async Task Write(Benchmark benchmark, Table table)
    {
        var section = Section(benchmark, table);
        Console.WriteLine(section);
        var page = Page();
        var (start, end) = ($"<!-- {benchmark.Name} -->", $"<!-- /{benchmark.Name} -->");
        var text = File.Exists(page) ? await File.ReadAllTextAsync(page) : Introduction;
        var (from, to) = (text.IndexOf(start, StringComparison.Ordinal), text.IndexOf(end, StringComparison.Ordinal));
        var placed = $"{start}\n{section}{end}\n";
        text = from < 0 ? $"{text}\n{placed}" : text[..from] + placed + text[(to + end.Length + 1)..];
        await File.WriteAllTextAsync(page, text);
    }

    private static string Introduction =>
        """
        # Benchmarks

        Where there is a bare baseline, ratios are taken in the same run on the same machine: contenders work in turn, round after round, and each figure is
        the median over the rounds. A ratio is the median of the rounds' own ratios. What falls short of its target is shown as it is. Figures without a
        baseline are of a machine that had other work to do as well.

        """;

    private static string Section(Benchmark benchmark, Table table)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"## {benchmark.Name}\n\n{benchmark.About}\n\n")
            .Append(CultureInfo.InvariantCulture, $"`dotnet run -c Release --project Tests/Benchmarks -- {benchmark.Name}`, ")
            .Append(CultureInfo.InvariantCulture, $"{table.How}, {Environment.ProcessorCount} cores.\n\n")
            .Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", table.Columns)} |\n")
            .Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(table.Columns.Skip(1).Select(_ => "--:|"))}\n");
        foreach (var row in table.Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row)} |\n");
        }

        return text.ToString();
    }

    private static string Page([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "benchmarks.md"));
}
