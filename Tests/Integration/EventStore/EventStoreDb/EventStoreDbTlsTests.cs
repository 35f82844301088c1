using EventStoreDb.Client;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.EventStoreDb;
using static LaborMarketplace.Tests.Integration.EventStore.SomeEvents;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>Whom the log on EventStoreDB trusts, and what it says when it does not.</summary>
public sealed class EventStoreDbTlsTests : IDisposable
{
    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_certificate_of_the_given_authority_is_trusted()
    {
        await using var node = await EventStoreDbDouble.Start(_authority.Server("127.0.0.1"));
        await using var store = await EventStoreDbEventStore.Open(node.ConnectionString(Authority(_authority.File)));
        Assert.IsType<AppendResult.Appended>(await store.Append(new StreamName("job-1"), ExpectedRevision.NoStream, Some(1), default).Soon());
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused_with_its_reason()
    {
        using var other = new TestAuthority();
        await using var node = await EventStoreDbDouble.Start(other.Server("127.0.0.1"));
        await Refused(node, Authority(_authority.File), $"does not lead back to the authority in {_authority.File}");
        await Refused(node, "", "does not lead back to the authorities that this machine trusts");
    }

    [Fact]
    public async Task A_certificate_of_another_host_is_refused_with_its_reason()
    {
        await using var node = await EventStoreDbDouble.Start(_authority.Server("elsewhere.example"));
        await Refused(node, Authority(_authority.File), "is not of the host that was asked");
    }

    [Fact]
    public async Task Any_certificate_will_do_where_none_is_looked_at()
    {
        using var other = new TestAuthority();
        await using var node = await EventStoreDbDouble.Start(other.Server("elsewhere.example"));
        await using var store = await EventStoreDbEventStore.Open(node.ConnectionString("&tlsVerifyCert=false"));
        Assert.Empty(await store.Log());
    }

    [Fact]
    public async Task A_cluster_whose_certificates_are_refused_is_told_at_once()
    {
        await using var cluster = await EventStoreDbClusterDouble.Start(tls: true);
        var mistaken = cluster.ConnectionString().ToString().Split('?')[0] + $"?tls=true{Authority(_authority.File)}";
        var exception = await Assert.ThrowsAsync<EventStoreUnavailableException>(
            () => EventStoreDbEventStore.Open(EventStoreDbConnectionString.Parse(mistaken)).Soon());
        Assert.Contains("does not lead back to the authority", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_sees_the_certificate_of_the_user()
    {
        var (certificate, key) = _authority.User("ann");
        await using var node = await EventStoreDbDouble.Start(_authority.Server("127.0.0.1"));
        await using var store = await EventStoreDbEventStore.Open(node.ConnectionString(
            $"{Authority(_authority.File)}&userCertFile={Uri.EscapeDataString(certificate)}&userKeyFile={Uri.EscapeDataString(key)}"));
        Assert.Equal("CN=ann", node.User);
    }

    [Theory]
    [InlineData("none.pem", null)]
    [InlineData("text.pem", "this is no certificate")]
    [InlineData("empty.pem", "")]
    [InlineData("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    [InlineData("other.pem", "-----BEGIN SOMETHING-----\nAAAA\n-----END SOMETHING-----")]
    public async Task An_authority_that_cannot_be_read_is_told_with_its_file(string name, string? content)
    {
        var file = _authority.Path(name);
        if (content is not null)
        {
            await File.WriteAllTextAsync(file, content);
        }

        var settings = EventStoreDbConnectionString.Parse($"esdb://127.0.0.1:1?tls=true{Authority(file)}");
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => EventStoreDbEventStore.Open(settings));
        Assert.Contains($"{file} as tlsCaFile", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_not_of_the_certificate_is_told_with_the_files()
    {
        var ((certificate, _), (_, key)) = (_authority.User("ann"), _authority.User("bob"));
        var settings = EventStoreDbConnectionString.Parse(
            $"esdb://127.0.0.1:1?tls=true&userCertFile={Uri.EscapeDataString(certificate)}&userKeyFile={Uri.EscapeDataString(key)}");
        var exception = await Assert.ThrowsAsync<ArgumentException>(() => EventStoreDbEventStore.Open(settings));
        Assert.Contains(key, exception.Message, StringComparison.Ordinal);
    }

    private static string Authority(string file) => $"&tlsCaFile={Uri.EscapeDataString(file)}";

    private static async Task Refused(EventStoreDbDouble node, string options, string reason)
    {
        var exception = await Assert.ThrowsAsync<EventStoreUnavailableException>(() => EventStoreDbEventStore.Open(node.ConnectionString(options)).Soon());
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }
}
