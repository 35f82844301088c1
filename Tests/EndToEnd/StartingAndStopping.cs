using System.Net;
using System.Net.Sockets;
using LaborMarketplace.Cli.Client;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>What <c>./run</c> promises: it starts empty or filled, stops cleanly, goes on with the same data, and says what keeps it from starting.</summary>
public sealed class StartingAndStopping
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(Store.PostgreSql)]
    [InlineData(Store.EventStoreDb)]
    public async Task An_empty_marketplace_stops_on_Ctrl_C_and_has_the_same_data_when_it_runs_again(Store store)
    {
        await using var log = await Log.On(store);
        await using var marketplace = new MarketplaceProcess(log);
        await marketplace.Start("--empty");
        var employer = await RegisterEmployer(marketplace);
        Assert.Equal(0, await marketplace.Interrupt());

        await marketplace.Start("--empty");

        using var client = new MarketplaceClient(marketplace.Doors, new CallRecord(), connections: 1);
        var found = await client.Read(marketplace.People.Person(Role.Auditor), $"employers/{employer.Id}", employer.Position, CancellationToken.None);
        Assert.Equal("Harbor Facilities", found.OrFail("show the employer").Document.GetProperty("name").GetString());
        Assert.Equal(0, await marketplace.Terminate());
    }

    [Theory]
    [InlineData(Store.PostgreSql)]
    [InlineData(Store.EventStoreDb)]
    public async Task A_new_marketplace_is_filled_once_and_its_first_request_works(Store store)
    {
        await using var log = await Log.On(store);
        await using var marketplace = new MarketplaceProcess(log);
        await marketplace.Start();
        var before = await LogEnd(marketplace);
        Assert.Contains("curl -s", marketplace.Said, StringComparison.Ordinal);
        Assert.Contains("\"items\":[{", await FirstRequest(marketplace.Said), StringComparison.Ordinal);
        Assert.Equal(0, await marketplace.Interrupt());

        await marketplace.Start();

        Assert.Equal(before, await LogEnd(marketplace));
    }

    [Fact]
    public async Task Starting_over_removes_the_data_and_says_so()
    {
        await using var marketplace = new MarketplaceProcess();
        await marketplace.Start("--empty");
        await RegisterEmployer(marketplace);
        await marketplace.Kill();

        await marketplace.Start("--reset", "--empty");

        Assert.Contains($"Removed {marketplace.Folder}", marketplace.Said, StringComparison.Ordinal);
        Assert.Equal(0, await LogEnd(marketplace));
    }

    [Fact]
    public async Task A_port_in_use_is_one_sentence_and_a_failure()
    {
        await using var marketplace = new MarketplaceProcess();
        using var taken = new TcpListener(IPAddress.Loopback, marketplace.Doors.Write.Port);
        taken.Start();

        var outcome = await marketplace.Run(Soon, "serve", "--empty");

        Failed(outcome, $"{marketplace.Doors.Write.Port}");
    }

    [Fact]
    public async Task A_PostgreSQL_that_does_not_answer_is_one_sentence_and_a_failure()
    {
        await using var marketplace = new MarketplaceProcess();
        var port = MarketplaceProcess.FreePort();

        var outcome = await marketplace.Run(Soon, "serve", "--connection", $"Host=127.0.0.1;Port={port};Username=me;Password=secret;Database=marketplace");

        Failed(outcome, $"PostgreSQL at 127.0.0.1:{port} cannot be used");
        Assert.DoesNotContain("secret", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_too_old_is_one_sentence_and_a_failure()
    {
        await using var marketplace = new MarketplaceProcess();
        using var old = new OldPostgres("9.6.24");

        var outcome = await marketplace.Run(
            Soon, "serve", "--connection", $"Host=127.0.0.1;Port={old.Port};Username=me;Database=marketplace;Server Compatibility Mode=NoTypeLoading");

        Failed(outcome, "is version 9.6");
    }

    [SkippableFact]
    public async Task A_machine_without_PostgreSQL_that_may_not_install_it_is_one_sentence_and_a_failure()
    {
        Skip.IfNot(await MarketplaceCommand.CanHidePostgres(), "The system does not let a test hide what is installed.");
        await using var marketplace = new MarketplaceProcess();

        var outcome = await MarketplaceCommand.RunWithoutPostgres(Soon, ["serve", "--empty", .. marketplace.Where]);

        Failed(outcome, "PostgreSQL is not on this machine: install it");
    }

    [Fact]
    public async Task A_command_without_a_marketplace_is_one_sentence_and_a_failure()
    {
        await using var marketplace = new MarketplaceProcess();

        Failed(await marketplace.Run(Soon, "status"), "start it with ./run");
    }

    private static void Failed(Outcome outcome, string because)
    {
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains(because, outcome.Errors, StringComparison.Ordinal);
        Assert.StartsWith("marketplace: ", outcome.Errors, StringComparison.Ordinal);
        Assert.Single(outcome.Errors.Trim().Split('\n'));
    }

    private static async Task<Answer.Done> RegisterEmployer(MarketplaceProcess marketplace)
    {
        using var client = new MarketplaceClient(marketplace.Doors, new CallRecord(), connections: 1);
        var body = new { Name = "Harbor Facilities", Region = "us-east", ContactEmail = "jobs@harbor.example" };
        return (await client.Send(marketplace.People.Person(Role.Employer), "employers", body, CancellationToken.None)).OrFail("register an employer");
    }

    private static async Task<long> LogEnd(MarketplaceProcess marketplace)
    {
        using var client = new MarketplaceClient(marketplace.Doors, new CallRecord(), connections: 1);
        return await new MarketplaceClock(client, marketplace.People).Settle(CancellationToken.None);
    }

    /// <summary>Sends what the printed curl line asks for.</summary>
    private static async Task<string> FirstRequest(string said)
    {
        var parts = said.Split('\n').First(line => line.Contains("curl -s", StringComparison.Ordinal)).Split('\'');
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, parts[1]);
        request.Headers.Add("Authorization", parts[3]["Authorization: ".Length..]);
        using var response = await http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}
