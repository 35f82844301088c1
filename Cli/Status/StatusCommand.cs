using System.CommandLine;
using System.Text.Json;
using LaborMarketplace.Cli.Client;

namespace LaborMarketplace.Cli.Status;

/// <summary><c>marketplace status</c>.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var command = new Command("status", "Say how a running marketplace is: its doors, its clock, its processes.");
        command.SetAction(async (given, cancellation) =>
        {
            var doors = given.Doors();
            using var client = new MarketplaceClient(doors, new CallRecord(), connections: 2);
            var output = given.InvocationConfiguration.Output;
            var healthy = await Tell(output, client, "write API", doors.Write, cancellation);
            healthy &= await Tell(output, client, "read API", doors.Read, cancellation);
            var clock = new MarketplaceClock(client, People.Of(given.DataFolderOf()));
            var ahead = await clock.Now(cancellation) - TimeProvider.System.GetUtcNow();
            output.WriteLine(ahead > TimeSpan.FromMinutes(1)
                ? $"clock: {ahead:d\\ \\d\\a\\y\\s\\ hh\\:mm} hours ahead of the machine's"
                : "clock: the machine's");
            output.WriteLine($"log: {await clock.LogEnd(cancellation)} is its last position");
            return healthy ? ExitCode.Done : ExitCode.Partly;
        });
        return command;
    }

    private static async Task<bool> Tell(TextWriter output, MarketplaceClient client, string name, Uri door, CancellationToken cancellation)
    {
        var health = await client.Health(door, cancellation);
        var status = health.GetProperty("status").GetString();
        output.WriteLine($"{name} at {door}: {status}");
        foreach (var check in health.GetProperty("checks").EnumerateObject())
        {
            var says = check.Value.TryGetProperty("description", out var description) && description.ValueKind == JsonValueKind.String
                ? $" ({description})"
                : "";
            output.WriteLine($"  {check.Name}: {check.Value.GetProperty("status")}{says}");
        }

        return status == "healthy";
    }
}
