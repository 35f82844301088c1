using System.Xml.Linq;

namespace LaborMarketplace.Tests.Unit.Architecture;

public sealed class RoomsTests
{
    public static TheoryData<string> All => new(Rooms.MayKnow.Keys);

    [Theory]
    [MemberData(nameof(All))]
    public void A_room_knows_only_the_rooms_that_it_may(string room)
    {
        var known = Rooms.Assembly(room).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name.StartsWith("LaborMarketplace.", StringComparison.Ordinal))
            .Select(name => name["LaborMarketplace.".Length..]);
        Assert.Empty(known.Except(Rooms.MayKnow[room]));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_project_refers_only_to_the_rooms_that_it_may(string room)
    {
        var project = XDocument.Load(Path.Combine(Rooms.Folder(room), $"{room}.csproj"));
        var known = project.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
        Assert.Empty(known.Except(Rooms.MayKnow[room]));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Only_the_command_has_a_way_in_of_its_own(string room) =>
        Assert.Equal(room == "Cli", Rooms.Assembly(room).EntryPoint is not null);

    [Fact]
    public void Every_room_of_the_solution_is_under_these_rules()
    {
        var rooms = Directory.GetDirectories(Rooms.Folder("."))
            .Select(folder => new DirectoryInfo(folder).Name)
            .Where(name => File.Exists(Path.Combine(Rooms.Folder(name), $"{name}.csproj")));
        Assert.Equal(Rooms.MayKnow.Keys.Order(), rooms.Order());
    }
}
