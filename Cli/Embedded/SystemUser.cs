namespace LaborMarketplace.Cli.Embedded;

/// <summary>Whom PostgreSQL runs as: it refuses root, so root runs it as another user.</summary>
/// <param name="Name">The other user; null when we are not root and it runs as ourselves.</param>
internal sealed record SystemUser(string? Name)
{
    public static SystemUser ForPostgres() => new(
        !Environment.IsPrivilegedProcess ? null
        : File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres"
        : "nobody");

    /// <summary>Hands a folder and all in it over.</summary>
    public async Task Own(string folder, CancellationToken cancellation)
    {
        if (Name is not null)
        {
            (await ExternalProgram.Run(["chown", "-R", Name, folder], cancellation)).OrFail($"handing {folder} over to the user {Name}");
        }
    }

    /// <summary>Runs a program as this user, with a folder within its reach.</summary>
    public async Task<ExternalProgram.Outcome> Run(string folder, IEnumerable<string> command, CancellationToken cancellation)
    {
        if (Name is null)
        {
            return await ExternalProgram.Run(command, cancellation);
        }

        string[] become = ["setpriv", "--reuid", Name, "--regid", await GroupOf(Name, cancellation), "--clear-groups"];
        var reached = await ExternalProgram.Run([.. become, "test", "-x", folder], cancellation);
        // Below a directory that is closed to others, like /root, the right to pass through directories goes along.
        string[] passing = reached.ExitCode == 0 ? [] : ["--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"];
        return await ExternalProgram.Run([.. become, .. passing, .. command], cancellation);
    }

    private static async Task<string> GroupOf(string user, CancellationToken cancellation) =>
        (await ExternalProgram.Run(["id", "-g", user], cancellation)).OrFail($"asking for the group of the user {user}");
}
