using System.Text.RegularExpressions;
using LaborMarketplace.Tests.Unit.Architecture;

namespace LaborMarketplace.Tests.Unit.Docs;

/// <summary>The page on problems explains every code that the marketplace answers with, and no other.</summary>
public sealed partial class ProblemCodesTests
{
    private static readonly string[] RoomsThatAnswer = ["Domain", "Commands", "Http", "WriteApi", "ReadApi"];

    private static readonly string Page = File.ReadAllText(Path.Combine(Rooms.Folder("docs"), "problems.md"));

    [Fact]
    public void Every_code_in_the_source_is_explained() => Assert.Empty(InSource().Except(OnPage()));

    [Fact]
    public void Every_code_that_is_explained_is_in_the_source() => Assert.Empty(OnPage().Except(InSource()));

    /// <summary>A code stands as a string of its own: <c>"job.not-open"</c>. An event's name has a version behind it, and is none.</summary>
    private static SortedSet<string> InSource() =>
    [
        .. RoomsThatAnswer.SelectMany(room => Rooms.Sources(Rooms.Folder(room)))
            .SelectMany(file => Code().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value),
    ];

    /// <summary>A row of a table that begins with the code.</summary>
    private static SortedSet<string> OnPage() => [.. Row().Matches(Page).Select(match => match.Groups[1].Value)];

    // What belongs to telemetry, and an example's file name, look like codes and are none.
    [GeneratedRegex("""
        "((?!marketplace\.)[a-z]+\.(?!jpg")[a-z]+(-[a-z]+)*)"
        """)]
    private static partial Regex Code();

    [GeneratedRegex(@"^\| `([a-z]+\.[a-z-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
