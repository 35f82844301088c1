using LaborMarketplace.Cli.Client;
using LaborMarketplace.Cli.Sample;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Authentication;

namespace LaborMarketplace.Cli.Serve;

/// <summary>What a person needs to know to try the marketplace that just started.</summary>
internal static class Welcome
{
    /// <param name="localTokens">Whether tokens of the local issuer are taken, so that there are some to show.</param>
    /// <param name="filled">When the made-up people came; null where there are none.</param>
    public static void Print(TextWriter output, ServeSettings settings, bool localTokens, DateTimeOffset? filled)
    {
        output.WriteLine();
        output.WriteLine("The marketplace runs. Ctrl-C stops it.");
        output.WriteLine();
        foreach (var (door, address) in Doors(settings))
        {
            output.WriteLine($"  {door,-9}   {address}   documented at {address}docs");
        }

        if (settings.HealthDoor is { } health)
        {
            output.WriteLine($"  health      {health}health/ready");
        }

        if (settings.Store is { } store)
        {
            output.WriteLine($"  log         EventStoreDB at {store}");
        }

        if (localTokens)
        {
            PrintTokens(output, settings, filled);
        }
    }

    private static IEnumerable<(string Door, Uri Address)> Doors(ServeSettings settings)
    {
        if (settings.Roles.Contains(ServeRole.Write))
        {
            yield return ("write API", settings.Doors.Write);
        }

        if (settings.Roles.Contains(ServeRole.Read))
        {
            yield return ("read API", settings.Doors.Read);
        }
    }

    private static void PrintTokens(TextWriter output, ServeSettings settings, DateTimeOffset? filled)
    {
        var people = People.Of(settings.Folder);
        output.WriteLine();
        output.WriteLine("Tokens, valid for twelve hours (more: ./marketplace token --role ROLE --person ID):");
        output.WriteLine();
        foreach (var role in Enum.GetValues<Role>())
        {
            output.WriteLine($"  {Caller.NameOf(role),-9} {PersonOf(people, role, filled).Token}");
        }

        output.WriteLine();
        if (settings.Roles.Contains(ServeRole.Read))
        {
            output.WriteLine("A first request to try:");
            output.WriteLine();
            var token = PersonOf(people, Role.Helper, filled).Token;
            output.WriteLine($"  curl -s '{settings.Doors.Read}v1/jobs?skill=cleaning&limit=2' -H 'Authorization: Bearer {token}'");
            output.WriteLine();
        }
    }

    /// <summary>Helper and employer are the first of the made-up people, so that there is something to see.</summary>
    private static Person PersonOf(People people, Role role, DateTimeOffset? filled) => (role, filled) switch
    {
        (Role.Helper, { } began) => people.Person(SampleMarketplace.FirstHelper(began), role),
        (Role.Employer, { } began) => people.Person(SampleMarketplace.FirstEmployer(began), role),
        _ => people.Person(role),
    };
}
