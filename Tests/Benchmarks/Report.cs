using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>Prints a benchmark as a table, and puts it in its place in docs/benchmarks.md.</summary>
internal static class Report
{
    public static async Task Write(Benchmark benchmark, IReadOnlyList<Measured> measured)
    {
        var section = Section(benchmark, measured);
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

        Ratios against bare baselines, taken in the same run on the same machine: contenders work in turn, round after round, and each figure is the median
        over the rounds. A ratio is the median of the rounds' own ratios. What falls short of its target is shown as it is.

        """;

    private static string Section(Benchmark benchmark, IReadOnlyList<Measured> measured)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"## {benchmark.Name}\n\n{benchmark.About}\n\n")
            .Append(CultureInfo.InvariantCulture, $"`dotnet run -c Release --project Tests/Benchmarks -- {benchmark.Name}`, ")
            .Append(CultureInfo.InvariantCulture, $"{measured[0].UnitsPerSecond.Count} rounds, {Environment.ProcessorCount} cores.\n\n")
            .Append(CultureInfo.InvariantCulture, $"| | {benchmark.Unit} a second | ratio | target |\n|---|--:|--:|--:|\n");
        foreach (var (contender, rates) in measured)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {contender.Name} | {Median(rates):N0} | {Ratio(contender, rates, measured)} | {Target(contender)} |\n");
        }

        return text.ToString();
    }

    private static string Ratio(Contender contender, IReadOnlyList<double> rates, IReadOnlyList<Measured> measured) =>
        measured.FirstOrDefault(other => other.Contender.Name == contender.Baseline) is { } baseline
            ? Median(rates.Zip(baseline.UnitsPerSecond, (rate, bare) => rate / bare)).ToString("0.00", CultureInfo.InvariantCulture)
            : "";

    private static string Target(Contender contender) => contender.Target is { } target ? string.Create(CultureInfo.InvariantCulture, $"≥ {target:0.0}") : "";

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static string Page([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "benchmarks.md"));
}
