namespace LaborMarketplace.Tests.Unit.Architecture;

/// <summary>A line is read without scrolling, and a file in one sitting.</summary>
public sealed class LayoutTests
{
    private const int MostLines = 250;

    [Fact]
    public void No_line_is_longer_than_editors_are_told()
    {
        var most = MostCharacters();
        Offences.None(Sources().SelectMany(file => File.ReadLines(Rooms.Folder(file))
            .Index()
            .Where(line => line.Item.Length > most)
            .Select(line => $"{file}:{line.Index + 1} has {line.Item.Length} characters, of {most} at most")));
    }

    [Fact]
    public void No_file_is_longer_than_can_be_taken_in_at_once() => Offences.None(Sources()
        .Select(file => (Name: file, Lines: File.ReadLines(Rooms.Folder(file)).Count()))
        .Where(file => file.Lines > MostLines)
        .Select(file => $"{file.Name} has {file.Lines} lines, of {MostLines} at most"));

    /// <summary>Every source that was written by hand, from the root.</summary>
    private static IEnumerable<string> Sources() => Rooms.MayKnow.Keys.Append("Tests")
        .SelectMany(folder => Rooms.Sources(Rooms.Folder(folder)))
        .Select(file => Path.GetRelativePath(Rooms.Folder("."), file));

    /// <summary>One bound for editors and for this test.</summary>
    private static int MostCharacters() => int.Parse(
        File.ReadLines(Rooms.Folder(".editorconfig")).Single(line => line.StartsWith("max_line_length", StringComparison.Ordinal)).Split('=')[1], null);
}
