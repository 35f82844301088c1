using System.Globalization;
using System.Text.RegularExpressions;

namespace LaborMarketplace.Cli.Embedded;

/// <summary>The folder of PostgreSQL's own programs: initdb, pg_ctl, postgres.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Version)
{
    public string InitDb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>Finds the newest PostgreSQL on the machine, or installs Debian's package where that is allowed.</summary>
    /// <param name="report">Told what is being done when it takes long.</param>
    /// <exception cref="ExpectedFailure">There is none, and it cannot be installed.</exception>
    public static async Task<PostgresBinaries> FindOrInstall(Action<string> report, CancellationToken cancellation)
    {
        if (await Find(cancellation) is { } found)
        {
            return found;
        }

        report("Installing PostgreSQL from the system's packages");
        await Install(cancellation);
        return await Find(cancellation)
            ?? throw new ExpectedFailure(
                $"The system's PostgreSQL is older than {PostgresServer.OldestVersion}; install a newer one, or give a connection string.");
    }

    private static async Task<PostgresBinaries?> Find(CancellationToken cancellation)
    {
        var onPath = ExternalProgram.Find("pg_ctl") is { } program ? Path.GetDirectoryName(RealPath(program)) : null;
        const string Debian = "/usr/lib/postgresql";
        var debian = Directory.Exists(Debian) ? Directory.GetDirectories(Debian).Select(version => Path.Combine(version, "bin")) : [];
        var found = new List<PostgresBinaries>();
        foreach (var folder in debian.Append(onPath).OfType<string>().Distinct().Where(folder => File.Exists(Path.Combine(folder, "initdb"))))
        {
            found.Add(new PostgresBinaries(folder, await VersionOf(folder, cancellation)));
        }

        return found.Where(binaries => binaries.Version >= PostgresServer.OldestVersion).MaxBy(binaries => binaries.Version);
    }

    private static async Task<int> VersionOf(string folder, CancellationToken cancellation)
    {
        var answer = await ExternalProgram.Run([Path.Combine(folder, "initdb"), "--version"], cancellation);
        return Number().Match(answer.Output) is { Success: true } number ? int.Parse(number.Value, CultureInfo.InvariantCulture) : 0;
    }

    private static async Task Install(CancellationToken cancellation)
    {
        string[] asRoot = Environment.IsPrivilegedProcess ? [] : ["sudo", "-n"];
        var allowed = ExternalProgram.Find("apt-get") is not null
            && (Environment.IsPrivilegedProcess
                || (ExternalProgram.Find("sudo") is not null && (await ExternalProgram.Run(["sudo", "-n", "true"], cancellation)).ExitCode == 0));
        if (!allowed)
        {
            throw new ExpectedFailure(
                "PostgreSQL is not on this machine: install it (on Debian: sudo apt-get install postgresql), or give a connection string.");
        }

        (await ExternalProgram.Run([.. asRoot, "apt-get", "update", "-q"], cancellation)).OrFail("reading the system's package lists");
        (await ExternalProgram.Run([.. asRoot, "apt-get", "install", "-y", "-q", "--no-install-recommends", "postgresql"], cancellation))
            .OrFail("installing the system's package postgresql");
    }

    private static string RealPath(string file) => File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
