using System.Globalization;
using System.Security.Cryptography;

namespace LaborMarketplace.Cli.Embedded;

/// <summary>The data of a PostgreSQL cluster, made once; the server that runs on it is of the version that made it.</summary>
internal static class ClusterData
{
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

    /// <summary>Makes the data of a cluster where there is none.</summary>
    /// <param name="report">Told what is being done, since it takes long.</param>
    /// <exception cref="ExpectedFailure">It cannot be, or there is data of another version; the message says what to do.</exception>
    public static async Task Make(
        ClusterFolder folder, PostgresBinaries binaries, SystemUser user, Action<string> report, CancellationToken cancellation)
    {
        var versionFile = Path.Combine(folder.Data, "PG_VERSION");
        if (File.Exists(versionFile))
        {
            RequireSameVersion(folder, binaries, (await File.ReadAllTextAsync(versionFile, cancellation)).Trim());
            return;
        }

        report("Making a PostgreSQL cluster");
        await File.WriteAllTextAsync(folder.PasswordFile, "", cancellation);
        (await ExternalProgram.Run(["chmod", "600", folder.PasswordFile], cancellation)).OrFail("keeping the password from others");
        await File.WriteAllTextAsync(folder.PasswordFile, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)), cancellation);

        // Made beside its place and moved there whole, so that a start that was killed half-way leaves nothing that looks like a cluster.
        var making = folder.In("data.new");
        if (Directory.Exists(making))
        {
            Directory.Delete(making, recursive: true);
        }

        string[] make =
        [
            binaries.InitDb, "-D", making, "-U", PostgresCluster.Superuser, "--pwfile", folder.PasswordFile,
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
        ];
        await user.Own(folder.Path, cancellation);
        (await user.Run(folder.Path, make, cancellation)).OrFail("making a PostgreSQL cluster");
        await File.AppendAllTextAsync(Path.Combine(making, "postgresql.conf"), Settings, cancellation);
        Directory.Move(making, folder.Data);
    }

    private static void RequireSameVersion(ClusterFolder folder, PostgresBinaries binaries, string made)
    {
        if (made != binaries.Version.ToString(CultureInfo.InvariantCulture))
        {
            throw new ExpectedFailure(
                $"The data in {folder} is of PostgreSQL {made}, but this machine has {binaries.Version}: install {made}, or start over with --reset.");
        }
    }
}
