using System.Collections.Frozen;

namespace LaborMarketplace.Cli.Data;

/// <summary>An occupation of O*NET (US Department of Labor, CC BY 4.0).</summary>
/// <param name="Code">The O*NET-SOC code, <c>15-1252.00</c>.</param>
public sealed record Occupation(string Code, string Title);

/// <summary>Finds the occupation that a job's title means, by the words that they share.</summary>
/// <remarks>
/// A word counts by how rare it is among all titles, so "plumber" outweighs "supervisor"; the best is where the shared words are the
/// largest part of both titles (the Sørensen–Dice measure with weights). A last word that was cut off matches by its beginning.
/// </remarks>
public sealed class Occupations
{
    /// <summary>What must stand wherever occupations are shown.</summary>
    public const string Credit = "O*NET, US Department of Labor, CC BY 4.0";

    private const int ShortestBeginning = 4;
    private const double CategoryCounts = 0.4;

    private readonly (Occupation Occupation, FrozenSet<string> Words, double Weight)[] _occupations;
    private readonly FrozenDictionary<string, double> _weights;

    public Occupations(IReadOnlyCollection<Occupation> occupations)
    {
        var titles = occupations.Select(occupation => (Occupation: occupation, Words: Words(occupation.Title).ToFrozenSet())).ToArray();
        _weights = titles.SelectMany(title => title.Words).CountBy(word => word)
            .ToFrozenDictionary(count => count.Key, count => Math.Log((1.0 + titles.Length) / count.Value));
        _occupations = [.. titles.Select(title => (title.Occupation, title.Words, title.Words.Sum(Weight)))];
    }

    /// <exception cref="ExpectedFailure">The file is missing, or not of O*NET's form.</exception>
    public static Occupations Read(string file) => new(DataFile.Read(file, "\t", "occupations", csv => new Occupation(
        csv.GetField("O*NET-SOC Code")!, csv.GetField("Title")!)));

    /// <summary>The occupation whose title shares most with the job's title, and a little with its category; null when none shares a word.</summary>
    public Occupation? BestFor(string title, string? category)
    {
        var (asked, kind) = (Asked(title), Asked(category ?? ""));
        return _occupations
            .Select(candidate => (candidate.Occupation, Score: Likeness(candidate, asked) + (CategoryCounts * Likeness(candidate, kind))))
            .Where(candidate => candidate.Score > 0)
            .OrderByDescending(candidate => candidate.Score).ThenBy(candidate => candidate.Occupation.Code, StringComparer.Ordinal)
            .FirstOrDefault().Occupation;
    }

    private double Likeness((Occupation Occupation, FrozenSet<string> Words, double Weight) candidate, IReadOnlySet<string> asked) =>
        2 * candidate.Words.Where(asked.Contains).Sum(Weight) / (candidate.Weight + asked.Sum(Weight));

    private HashSet<string> Asked(string text)
    {
        string[] words = [.. Words(text)];
        return words.Length == 0 ? [] : [.. words[..^1], Known(words[^1])];
    }

    private double Weight(string word) => _weights.GetValueOrDefault(word, 1);

    private string Known(string word) =>
        _weights.ContainsKey(word) || word.Length < ShortestBeginning
            ? word
            : _weights.Keys.Where(known => known.StartsWith(word, StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault(word);

    /// <summary>The words of a title in lower case and in the singular, without those that say nothing.</summary>
    public static IEnumerable<string> Words(string title) => title
        .ToLowerInvariant()
        .Split([' ', ',', '/', '(', ')', '&', '-', '.', ':', '\''], StringSplitOptions.RemoveEmptyEntries)
        .Where(word => word is not ("and" or "of" or "the" or "all" or "other" or "for" or "in" or "except" or "level" or "i" or "ii" or "iii" or "iv"))
        .Select(Singular);

    private static string Singular(string word) => word switch
    {
        _ when word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4 => word[..^3] + "y",
        _ when word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) && word.Length > 3 => word[..^1],
        _ => word,
    };
}
