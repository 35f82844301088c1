using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace LaborMarketplace.Cli.Embedded;

/// <summary>How a server is stopped.</summary>
public enum Shutdown
{
    /// <summary>Transactions are broken off, everything is written, the server ends cleanly.</summary>
    Fast,

    /// <summary>As in a crash: the next start recovers from the write-ahead log.</summary>
    Immediate,
}

/// <summary>
/// A private PostgreSQL cluster in a folder, durable and small, on a free port of 127.0.0.1. It outlives a killed process: the next
/// start in the folder finds it still running and takes it over. One process at a time holds a folder.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    internal const string Superuser = "marketplace";
    private const int SecondsToWait = 90;

    private readonly PostgresBinaries _binaries;
    private readonly SystemUser _user;
    private readonly ClusterFolder _folder;
    private readonly FileStream _lock;

    private PostgresCluster(PostgresBinaries binaries, SystemUser user, ClusterFolder folder, FileStream held) =>
        (_binaries, _user, _folder, _lock) = (binaries, user, folder, held);

    /// <summary>The port; the same again after a restart, unless somebody else took it meanwhile.</summary>
    public int Port { get; private set; }

    /// <summary>Starts the cluster of a folder, made first where there is none.</summary>
    /// <param name="folder">Where the cluster lives; made when absent.</param>
    /// <param name="report">Told what is being done when it takes long.</param>
    /// <exception cref="ExpectedFailure">It cannot be; the message says why, in one sentence.</exception>
    public static async Task<PostgresCluster> Start(string folder, Action<string> report, CancellationToken cancellation)
    {
        var binaries = await PostgresBinaries.FindOrInstall(report, cancellation);
        var home = new ClusterFolder(Directory.CreateDirectory(Path.GetFullPath(folder)).FullName);
        var cluster = new PostgresCluster(binaries, SystemUser.ForPostgres(), home, home.Hold());
        try
        {
            await ClusterData.Make(home, binaries, cluster._user, report, cancellation);
            await cluster.Run(cancellation);
            return cluster;
        }
        catch
        {
            await cluster._lock.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the server of a folder, if one runs there, and removes the cluster.</summary>
    /// <returns>Whether there was anything to remove.</returns>
    /// <exception cref="ExpectedFailure">Another process holds the folder.</exception>
    public static async Task<bool> Remove(string folder, CancellationToken cancellation)
    {
        var home = new ClusterFolder(Path.GetFullPath(folder));
        if (!Directory.Exists(home.Path))
        {
            return false;
        }

        await using var held = home.Hold();
        if (File.Exists(home.ServerFile))
        {
            var cluster = new PostgresCluster(await PostgresBinaries.FindOrInstall(_ => { }, cancellation), SystemUser.ForPostgres(), home, held);
            await cluster.Stop(Shutdown.Fast, cancellation);
        }

        Directory.Delete(home.Path, recursive: true);
        return true;
    }

    /// <summary>How a database of a folder's cluster is reached, which another process runs.</summary>
    /// <exception cref="ExpectedFailure">None runs there.</exception>
    public static string RunningIn(string folder, string database)
    {
        var home = new ClusterFolder(Path.GetFullPath(folder));
        return File.Exists(home.ServerFile) && home.ServerPort() is { } port
            ? ConnectionString(port, File.ReadAllText(home.PasswordFile), database)
            : throw new ExpectedFailure($"No marketplace runs in {home}: start it with serve, or say --data-folder or --connection.");
    }

    /// <summary>How a database of the cluster is reached.</summary>
    public string ConnectionString(string database) => ConnectionString(Port, File.ReadAllText(_folder.PasswordFile), database);

    /// <summary>Makes a database unless it is there, and says how it is reached.</summary>
    public async Task<string> CreateDatabase(string name, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString("postgres")};Pooling=false");
        await connection.OpenAsync(cancellation);
        try
        {
            await using var command = new NpgsqlCommand($"create database \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
            await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.DuplicateDatabase)
        {
            return ConnectionString(name);
        }

        return ConnectionString(name);
    }

    /// <summary>Stops the server and waits until it has ended; does nothing when it is not running.</summary>
    public async Task Stop(Shutdown mode, CancellationToken cancellation)
    {
        if (await IsRunning(cancellation))
        {
            (await Control(["stop", "-m", mode == Shutdown.Fast ? "fast" : "immediate"], cancellation)).OrFail("stopping PostgreSQL");
        }
    }

    /// <summary>Starts the server again after <see cref="Stop"/>.</summary>
    public Task Restart(CancellationToken cancellation) => Run(cancellation);

    /// <summary>Stops the server cleanly.</summary>
    public async ValueTask DisposeAsync()
    {
        await Stop(Shutdown.Fast, CancellationToken.None);
        await _lock.DisposeAsync();
    }

    private static string ConnectionString(int port, string password, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = port,
        Username = Superuser,
        Password = password,
        Database = database,
    }.ConnectionString;

    private async Task Run(CancellationToken cancellation)
    {
        if (!await IsRunning(cancellation))
        {
            var last = File.Exists(_folder.PortFile) ? await File.ReadAllTextAsync(_folder.PortFile, cancellation) : "0";
            Port = FreePort(int.Parse(last, CultureInfo.InvariantCulture));
            await File.WriteAllTextAsync(_folder.PortFile, Port.ToString(CultureInfo.InvariantCulture), cancellation);
            // The server writes its own log, so only this start's words are in the file when it fails.
            await File.WriteAllTextAsync(_folder.Log, "", cancellation);
            await _user.Own(_folder.Path, cancellation);
            var started = await Control(["start", "-l", _folder.Log, "-o", $"-p {Port}"], cancellation);
            (started with { Output = $"{started.Output}\n{await File.ReadAllTextAsync(_folder.Log, cancellation)}" }).OrFail("starting PostgreSQL");
        }

        Port = _folder.ServerPort() ?? throw new ExpectedFailure($"PostgreSQL has started, but {_folder.ServerFile} does not say on which port.");
    }

    private async Task<bool> IsRunning(CancellationToken cancellation) => (await Control(["status"], cancellation)).ExitCode == 0;

    private Task<ExternalProgram.Outcome> Control(string[] command, CancellationToken cancellation) =>
        _user.Run(_folder.Path, [_binaries.PgCtl, .. command, "-D", _folder.Data, .. command is ["status"] ? [] : Waiting], cancellation);

    private static string[] Waiting => ["-w", "-t", SecondsToWait.ToString(CultureInfo.InvariantCulture)];

    private static int FreePort(int preferred)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, preferred);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException) when (preferred != 0)
        {
            return FreePort(0);
        }
    }
}
