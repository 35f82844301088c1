using LaborMarketplace.Cli.Client;
using LaborMarketplace.Cli.Sample;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Authentication;

namespace LaborMarketplace.Cli.Serve;

/// <summary>What a person needs to know to try the marketplace that just started.</summary>
internal static class Welcome
{
    /// <param name="filled">When the made-up people came; null where there are none.</param>
    public static void Print(TextWriter output, ServeSettings settings, DateTimeOffset? filled)
    {
        var people = People.Of(settings.Folder);
        output.WriteLine();
        output.WriteLine("The marketplace runs. Ctrl-C stops it.");
        output.WriteLine();
        output.WriteLine($"  write API   {settings.Doors.Write}   documented at {settings.Doors.Write}docs");
        output.WriteLine($"  read API    {settings.Doors.Read}   documented at {settings.Doors.Read}docs");
        output.WriteLine();
        output.WriteLine("Tokens, valid for twelve hours (more: ./marketplace token --role ROLE --person ID):");
        output.WriteLine();
        foreach (var role in Enum.GetValues<Role>())
        {
            output.WriteLine($"  {Caller.NameOf(role),-9} {PersonOf(people, role, filled).Token}");
        }

        output.WriteLine();
        output.WriteLine("A first request to try:");
        output.WriteLine();
        output.WriteLine($"  curl -s '{settings.Doors.Read}v1/jobs?skill=cleaning&limit=2' -H 'Authorization: Bearer {PersonOf(people, Role.Helper, filled).Token}'");
        output.WriteLine();
    }

    /// <summary>Helper and employer are the first of the made-up people, so that there is something to see.</summary>
    private static Person PersonOf(People people, Role role, DateTimeOffset? filled) => (role, filled) switch
    {
        (Role.Helper, { } began) => people.Person(SampleMarketplace.FirstHelper(began), role),
        (Role.Employer, { } began) => people.Person(SampleMarketplace.FirstEmployer(began), role),
        _ => people.Person(role),
    };
}
