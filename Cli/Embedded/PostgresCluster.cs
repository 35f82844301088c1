using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
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
    private const string Superuser = "marketplace";
    private const int SecondsToWait = 90;

    private readonly PostgresBinaries _binaries;
    private readonly SystemUser _user;
    private readonly string _folder;
    private readonly FileStream _lock;

    private PostgresCluster(PostgresBinaries binaries, SystemUser user, string folder, FileStream held) =>
        (_binaries, _user, _folder, _lock) = (binaries, user, folder, held);

    /// <summary>The port; the same again after a restart, unless somebody else took it meanwhile.</summary>
    public int Port { get; private set; }

    private string Data => Path.Combine(_folder, "data");

    private string Log => Path.Combine(_folder, "server.log");

    private string PasswordFile => Path.Combine(_folder, "password");

    private string PortFile => Path.Combine(_folder, "port");

    /// <summary>Starts the cluster of a folder, made first where there is none.</summary>
    /// <param name="folder">Where the cluster lives; made when absent.</param>
    /// <param name="report">Told what is being done when it takes long.</param>
    /// <exception cref="ExpectedFailure">It cannot be; the message says why, in one sentence.</exception>
    public static async Task<PostgresCluster> Start(string folder, Action<string> report, CancellationToken cancellation)
    {
        var binaries = await PostgresBinaries.FindOrInstall(report, cancellation);
        var home = Directory.CreateDirectory(Path.GetFullPath(folder)).FullName;
        var cluster = new PostgresCluster(binaries, SystemUser.ForPostgres(), home, Hold(home));
        try
        {
            await cluster.Create(report, cancellation);
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
        var home = Path.GetFullPath(folder);
        if (!Directory.Exists(home))
        {
            return false;
        }

        await using var held = Hold(home);
        if (File.Exists(Path.Combine(home, "data", "postmaster.pid")))
        {
            var cluster = new PostgresCluster(await PostgresBinaries.FindOrInstall(_ => { }, cancellation), SystemUser.ForPostgres(), home, held);
            await cluster.Stop(Shutdown.Fast, cancellation);
        }

        Directory.Delete(home, recursive: true);
        return true;
    }

    /// <summary>How a database of a folder's cluster is reached, which another process runs.</summary>
    /// <exception cref="ExpectedFailure">None runs there.</exception>
    public static string RunningIn(string folder, string database)
    {
        var (server, password) = (Path.Combine(folder, "data", "postmaster.pid"), Path.Combine(folder, "password"));
        return File.Exists(server) && File.ReadAllLines(server) is { Length: > 3 } lines
            ? ConnectionString(int.Parse(lines[3], CultureInfo.InvariantCulture), File.ReadAllText(password), database)
            : throw new ExpectedFailure($"No marketplace runs in {Path.GetFullPath(folder)}: start it with serve, or say --data-folder or --connection.");
    }

    /// <summary>How a database of the cluster is reached.</summary>
    public string ConnectionString(string database) => ConnectionString(Port, File.ReadAllText(PasswordFile), database);

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

    private static FileStream Hold(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new ExpectedFailure($"Another process runs the marketplace in {folder}; stop it first, or choose another folder.", exception);
        }
    }

    private async Task Create(Action<string> report, CancellationToken cancellation)
    {
        if (File.Exists(Path.Combine(Data, "PG_VERSION")))
        {
            await RequireSameVersion(cancellation);
            return;
        }

        report("Making a PostgreSQL cluster");
        await File.WriteAllTextAsync(PasswordFile, "", cancellation);
        (await ExternalProgram.Run(["chmod", "600", PasswordFile], cancellation)).OrFail("keeping the password from others");
        await File.WriteAllTextAsync(PasswordFile, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)), cancellation);

        // Made beside its place and moved there whole, so that a start that was killed half-way leaves nothing that looks like a cluster.
        var making = Path.Combine(_folder, "data.new");
        if (Directory.Exists(making))
        {
            Directory.Delete(making, recursive: true);
        }

        await _user.Own(_folder, cancellation);
        (await _user.Run(_folder,
            [_binaries.InitDb, "-D", making, "-U", Superuser, "--pwfile", PasswordFile, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"],
            cancellation)).OrFail("making a PostgreSQL cluster");
        await File.AppendAllTextAsync(Path.Combine(making, "postgresql.conf"), Settings, cancellation);
        Directory.Move(making, Data);
    }

    private async Task RequireSameVersion(CancellationToken cancellation)
    {
        var made = (await File.ReadAllTextAsync(Path.Combine(Data, "PG_VERSION"), cancellation)).Trim();
        if (made != _binaries.Version.ToString(CultureInfo.InvariantCulture))
        {
            throw new ExpectedFailure($"The data in {_folder} is of PostgreSQL {made}, but this machine has {_binaries.Version}: install {made}, or start over with --reset.");
        }
    }

    private async Task Run(CancellationToken cancellation)
    {
        if (!await IsRunning(cancellation))
        {
            Port = FreePort(File.Exists(PortFile) ? int.Parse(await File.ReadAllTextAsync(PortFile, cancellation), CultureInfo.InvariantCulture) : 0);
            await File.WriteAllTextAsync(PortFile, Port.ToString(CultureInfo.InvariantCulture), cancellation);
            // The server writes its own log, so only this start's words are in the file when it fails.
            await File.WriteAllTextAsync(Log, "", cancellation);
            await _user.Own(_folder, cancellation);
            var started = await Control(["start", "-l", Log, "-o", $"-p {Port}"], cancellation);
            (started with { Output = $"{started.Output}\n{await File.ReadAllTextAsync(Log, cancellation)}" }).OrFail("starting PostgreSQL");
        }

        Port = int.Parse((await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid"), cancellation))[3], CultureInfo.InvariantCulture);
    }

    private async Task<bool> IsRunning(CancellationToken cancellation) => (await Control(["status"], cancellation)).ExitCode == 0;

    private Task<ExternalProgram.Outcome> Control(string[] command, CancellationToken cancellation) =>
        _user.Run(_folder, [_binaries.PgCtl, .. command, "-D", Data, .. command is ["status"] ? [] : Waiting], cancellation);

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

    /// <summary>Durable first; the memory is for a small machine that runs the marketplace as well.</summary>
    private const string Settings =
        """

        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        fsync = on
        synchronous_commit = on
        full_page_writes = on
        password_encryption = 'scram-sha-256'
        max_connections = 200
        shared_buffers = 64MB
        work_mem = 8MB
        maintenance_work_mem = 32MB
        max_wal_size = 1GB
        random_page_cost = 1.1
        jit = off

        """;
}
