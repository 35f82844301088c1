using System.Globalization;

namespace LaborMarketplace.Cli.Embedded;

/// <summary>Where in its folder a PostgreSQL cluster keeps what.</summary>
/// <param name="Path">Absolute.</param>
internal sealed record ClusterFolder(string Path)
{
    public string Data => In("data");

    public string Log => In("server.log");

    public string PasswordFile => In("password");

    /// <summary>Holds the port that was taken last.</summary>
    public string PortFile => In("port");

    /// <summary>Stands there while a server runs, and after one that was killed.</summary>
    public string ServerFile => In("data", "postmaster.pid");

    /// <summary>Keeps all others out as long as it is open.</summary>
    /// <exception cref="ExpectedFailure">Another process holds the folder.</exception>
    public FileStream Hold()
    {
        try
        {
            return new FileStream(In("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new ExpectedFailure($"Another process runs the marketplace in {Path}; stop it first, or choose another folder.", exception);
        }
    }

    /// <summary>The port that the running server listens on; null where its file does not say, as while it is starting.</summary>
    public int? ServerPort() =>
        File.ReadAllLines(ServerFile) is [_, _, _, var port, ..] ? int.Parse(port, CultureInfo.InvariantCulture) : null;

    public string In(params ReadOnlySpan<string> names) => System.IO.Path.Combine([Path, .. names]);

    public override string ToString() => Path;
}
