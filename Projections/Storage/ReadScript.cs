using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace LaborMarketplace.Projections.Storage;

/// <summary>The text that makes what is common to all builds: tables and functions.</summary>
/// <remarks>
/// It has a number, which the schema's comment remembers. Programs of several ages work on one database; none replaces a newer text than
/// its own, so functions keep what older programs call.
/// </remarks>
public static class ReadScript
{
    /// <summary>Raised with every change of the text: of two, the higher one is the newer.</summary>
    public const int Number = 3;

    /// <summary>The SHA-256 of the text that has this number. A test compares it with the text, so that none is changed without a number of its own.</summary>
    public const string Fingerprint = "01bfd420d0f7332bcad5c94e495ab93b8c61cb23bd1903f40da9d66aade08009";

    private static readonly string[] Files = ["ReadTables.sql", "ReadFunctions.sql"];

    /// <summary>The SHA-256 of the text as it is.</summary>
    public static async Task<string> FingerprintOfText(CancellationToken cancellation) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(await Text(cancellation))));

    /// <summary>Runs it where it has not run, nor a newer one.</summary>
    /// <remarks>It takes hold of tables that others read and write; so it waits for them a moment at a time, and they for it no longer than that.</remarks>
    internal static async Task Run(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await NumberIn(connection, cancellation) < Number)
        {
            await Sql.Patiently(() => ReadSchema.Alone(database, alone => Run(alone, cancellation), cancellation), cancellation);
        }
    }

    private static async Task Run(NpgsqlConnection alone, CancellationToken cancellation)
    {
        if (await NumberIn(alone, cancellation) < Number)
        {
            var remember = string.Create(CultureInfo.InvariantCulture, $"comment on schema {ReadStore.Schema} is '{Number}'");
            await alone.Execute($"set local lock_timeout = '100ms'; {await Text(cancellation)}; {remember}", cancellation);
        }
    }

    /// <summary>The number of the text that the database has; 0 where there is none.</summary>
    private static async Task<int> NumberIn(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var asked = new NpgsqlCommand($"select obj_description(to_regnamespace('{ReadStore.Schema}'), 'pg_namespace')", connection);
        return int.TryParse(await asked.ExecuteScalarAsync(cancellation) as string, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private static async Task<string> Text(CancellationToken cancellation)
    {
        var text = new StringBuilder();
        foreach (var file in Files)
        {
            using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(typeof(ReadScript), file)!);
            text.Append(await reader.ReadToEndAsync(cancellation));
        }

        return text.ToString();
    }
}
