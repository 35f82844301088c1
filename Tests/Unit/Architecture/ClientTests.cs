using System.Reflection;
using System.Xml.Linq;
using EventStoreDb.Client;

namespace LaborMarketplace.Tests.Unit.Architecture;

/// <summary>The client of EventStoreDB can be published alone: it knows nothing of the marketplace.</summary>
public sealed class ClientTests
{
    private static readonly Assembly Client = typeof(EventStoreDbConnectionString).Assembly;

    [Fact]
    public void The_client_of_EventStoreDB_refers_to_nothing_of_the_marketplace()
    {
        Assert.Equal("EventStoreDb.Client", Client.GetName().Name);
        Assert.DoesNotContain(Client.GetReferencedAssemblies(), reference => reference.Name!.StartsWith("LaborMarketplace", StringComparison.Ordinal));
        var project = XDocument.Load(Path.Combine(Rooms.Folder("EventStore"), "EventStoreDb", "Client", "EventStoreDb.Client.csproj"));
        Assert.DoesNotContain(project.Descendants(), element => element.Name.LocalName is "ProjectReference" or "FrameworkReference");
    }

    [Fact]
    public void The_client_of_EventStoreDB_shows_no_messages_of_the_wire() =>
        Assert.All(Client.GetExportedTypes(), type => Assert.Equal("EventStoreDb.Client", type.Namespace));
}
