using LaborMarketplace.Cli.Client;
using LaborMarketplace.Cli.Embedded;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>Contact codes prove who somebody is, so operators read them where people are made up, and elsewhere only where that was asked for.</summary>
public sealed class MailboxOfAGivenDatabase
{
    [Fact]
    public async Task On_a_given_PostgreSQL_operators_read_no_contact_codes_unless_the_mailbox_is_asked_for()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"marketplace-given-{Guid.NewGuid():N}");
        try
        {
            await using var given = await PostgresCluster.Start(folder, _ => { }, CancellationToken.None);
            await using var marketplace = new MarketplaceProcess();
            string[] options = ["--empty", "--connection", await given.CreateDatabase("given", CancellationToken.None)];
            await marketplace.Start(options);
            var helper = Guid.CreateVersion7();
            await Register(marketplace, helper);
            var address = $"mailbox/{helper}";
            Assert.IsType<Reading.Refused>(await Read(marketplace, address));
            Assert.DoesNotContain("/v1/mailbox", await OpenApi(marketplace), StringComparison.Ordinal);
            Assert.Equal(0, await marketplace.Interrupt());

            await marketplace.Start([.. options, "--mailbox"]);

            using var client = new MarketplaceClient(marketplace.Doors, new CallRecord(), connections: 1);
            Assert.Matches("^[0-9]{6}$", await new Mailbox(client, marketplace.People).WaitForCode(helper, otherThan: null, CancellationToken.None));
            Assert.Contains("/v1/mailbox", await OpenApi(marketplace), StringComparison.Ordinal);
        }
        finally
        {
            await PostgresCluster.Remove(folder, CancellationToken.None);
        }
    }

    private static async Task Register(MarketplaceProcess marketplace, Guid helper)
    {
        using var client = new MarketplaceClient(marketplace.Doors, new CallRecord(), connections: 1);
        var body = new { Region = "us-east", Name = "Maria Lopez", Email = "maria@example.org", Phone = "+12125550123" };
        (await client.Send(marketplace.People.Person(helper, Role.Helper), "helpers", body, CancellationToken.None)).OrFail("register a helper");
        await new MarketplaceClock(client, marketplace.People).Settle(CancellationToken.None);
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(marketplace.Folder, "mail"), $"{helper}-*.eml", SearchOption.AllDirectories));
    }

    private static async Task<Reading> Read(MarketplaceProcess marketplace, string path)
    {
        using var client = new MarketplaceClient(marketplace.Doors, new CallRecord(), connections: 1);
        return await client.ReadFromWriteDoor(marketplace.People.Person(Role.Operator), path, CancellationToken.None);
    }

    private static async Task<string> OpenApi(MarketplaceProcess marketplace)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(marketplace.Doors.Write, "openapi/v1.json"));
    }
}
