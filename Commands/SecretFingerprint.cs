using System.Security.Cryptography;
using Npgsql;

namespace LaborMarketplace.Commands;

/// <summary>
/// Finds out whether a process has the secret that a database's marketplace is keyed with: with another, no contact code would match and
/// an address that is taken would look free. The database keeps a keyed digest of a constant, which does not give the secret away.
/// </summary>
public static class SecretFingerprint
{
    private const string Schema = """
        create schema if not exists process;
        create table if not exists process.secret (
            only_row boolean primary key default true check (only_row),
            fingerprint bytea not null);
        """;

    /// <summary>Whether this is the database's secret; the first that is shown to a database is.</summary>
    public static async Task<bool> IsOf(NpgsqlDataSource database, byte[] secret, CancellationToken cancellation)
    {
        await using var prepare = database.CreateCommand($"select pg_advisory_xact_lock(hashtext('process')); {Schema}");
        await prepare.ExecuteNonQueryAsync(cancellation);
        var fingerprint = HMACSHA256.HashData(secret, "labor-marketplace secret"u8);
        await using var keep = database.CreateCommand("insert into process.secret (fingerprint) values ($1) on conflict do nothing");
        keep.Parameters.Add(new NpgsqlParameter { Value = fingerprint });
        await keep.ExecuteNonQueryAsync(cancellation);
        await using var read = database.CreateCommand("select fingerprint from process.secret");
        var kept = (byte[])(await read.ExecuteScalarAsync(cancellation))!;
        return kept.AsSpan().SequenceEqual(fingerprint);
    }
}
