using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LaborMarketplace.Tests.Unit.Architecture;

/// <summary>Rules and read models depend on what they are given and on nothing else: no clock, no chance, no outside world.</summary>
public sealed partial class PurityTests
{
    private const string Now = @"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b";

    public static TheoryData<string> PureFolders => new(
        Directory.GetDirectories(Rooms.Folder("Domain")).Select(folder => new DirectoryInfo(folder).Name)
            .Where(name => name is not ("bin" or "obj"))
            .SelectMany(aggregate => (string[])[$"Domain/{aggregate}", $"Projections/{aggregate}"])
            .Where(folder => Directory.Exists(Rooms.Folder(folder))));

    [Theory]
    [MemberData(nameof(PureFolders))]
    [InlineData("Domain")]
    [InlineData("Projections/Definition")]
    public void Pure_code_uses_no_clock_no_chance_and_no_outside_world(string folder) =>
        Offences.None(Rooms.Sources(Rooms.Folder(folder)).SelectMany(file => Matches(file, Impure())));

    [Fact]
    public void The_domain_has_no_packages()
    {
        var project = XDocument.Load(Path.Combine(Rooms.Folder("Domain"), "Domain.csproj"));
        Assert.DoesNotContain(project.Descendants(), element => element.Name.LocalName is "PackageReference" or "FrameworkReference" or "Reference");
        Assert.All(Rooms.Assembly("Domain").GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void No_room_asks_the_machine_for_the_time() =>
        Offences.None(Rooms.MayKnow.Keys.SelectMany(room => Rooms.Sources(Rooms.Folder(room))).SelectMany(file => Matches(file, MachineTime())));

    [Theory]
    [InlineData("var now = DateTimeOffset.UtcNow;")]
    [InlineData("Guid.NewGuid()")]
    [InlineData("new Random(4)")]
    [InlineData("using System.IO;")]
    [InlineData("private async Task Save()")]
    [InlineData("File.ReadAllText(name)")]
    public void Impure_code_is_seen(string line) => Assert.Matches(Impure(), line);

    private static IEnumerable<string> Matches(string file, Regex forbidden) => File.ReadLines(file)
        .Select((line, index) => (Line: line.TrimStart(), Number: index + 1))
        .Where(source => !source.Line.StartsWith("//", StringComparison.Ordinal) && forbidden.IsMatch(source.Line))
        .Select(source => $"{file}:{source.Number}: {source.Line}");

    [GeneratedRegex(
        Now
        + @"|\bTimeProvider\b|\bStopwatch\b|\bGuid\.(NewGuid|CreateVersion7)\b|\bRandom\b|\bRandomNumberGenerator\b"
        + @"|\bSystem\.(IO|Net|Threading)\b|\b(File|Directory|Console|Environment)\.|\bHttpClient\b"
        + @"|\basync\b|\bawait\b|\bTask\b")]
    private static partial Regex Impure();

    [GeneratedRegex(Now)]
    private static partial Regex MachineTime();
}
