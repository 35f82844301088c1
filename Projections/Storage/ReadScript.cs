using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using LaborMarketplace.Projections.Definition;
using Npgsql;

namespace LaborMarketplace.Projections.Storage;

/// <summary>The text that makes what is common to all builds: tables and functions.</summary>
/// <remarks>
/// It has a number, which the schema's comment remembers. Programs of several ages work on one database; none replaces a newer text than
/// its own, so functions keep what older programs call. Where something is lost that it makes, it runs again.
/// </remarks>
public static partial class ReadScript
{
    /// <summary>Raised with every change of the text: of two, the higher one is the newer.</summary>
    public const int Number = 3;

    /// <summary>The SHA-256 of the text that has this number. A test compares it with the text, so that none is changed without a number of its own.</summary>
    public const string Fingerprint = "01bfd420d0f7332bcad5c94e495ab93b8c61cb23bd1903f40da9d66aade08009";

    /// <summary>Which streams builds follow, beside those of their documents.</summary>
    private const string Links = $"{ReadStore.Schema}.projection_link";

    private static readonly string[] Files = ["ReadTables.sql", "ReadFunctions.sql"];

    /// <summary>The SHA-256 of the text as it is.</summary>
    public static async Task<string> FingerprintOfText(CancellationToken cancellation) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(await Text(cancellation))));

    /// <summary>Runs it where it has not run, nor a newer one; or where something is lost of what it makes.</summary>
    /// <remarks>
    /// It takes hold of tables that others read and write; so it waits for them a moment at a time, and they for it no longer than that.
    /// Where an older program runs it over what a newer one made, since some of that was lost, the newer one runs its own when it looks next.
    /// </remarks>
    /// <param name="database">Where it runs.</param>
    /// <param name="projections">Those that are known: of another, nobody knows whether it follows streams.</param>
    /// <param name="cancellation">Breaks it off.</param>
    internal static async Task Run(NpgsqlDataSource database, IReadOnlyList<Projection> projections, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await NumberIn(connection, cancellation) < Number)
        {
            await Sql.Patiently(() => ReadSchema.Alone(database, alone => Run(alone, projections, cancellation), cancellation), cancellation);
        }
    }

    private static async Task Run(NpgsqlConnection alone, IReadOnlyList<Projection> projections, CancellationToken cancellation)
    {
        if (await NumberIn(alone, cancellation) < Number)
        {
            var remember = string.Create(CultureInfo.InvariantCulture, $"comment on schema {ReadStore.Schema} is '{Number}'");
            var linksLost = !await Has(alone, Links, cancellation);
            await alone.Execute($"set local lock_timeout = '100ms'; {await Text(cancellation)}; {remember}", cancellation);
            if (linksLost)
            {
                await BeginAgain(alone, projections, cancellation);
            }
        }
    }

    /// <summary>
    /// What follows streams and does not know any more which would pass over their events without a word. So it begins again, empty.
    /// </summary>
    private static async Task BeginAgain(NpgsqlConnection alone, IReadOnlyList<Projection> projections, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            select 'read.mt_doc_' || storage, read.begin_again(storage) from read.projection
            where position > 0 and name || ' v' || version <> all ($1) and to_regclass('read.mt_doc_' || storage) is not null
            """,
            alone).With(Sql.Texts(projections.Where(projection => !projection.FollowsStreams).Select(projection => projection.ToString())));
        var tables = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                tables.Add(reader.GetString(0));
            }
        }

        if (tables.Count > 0)
        {
            await alone.Execute($"truncate {string.Join(", ", tables)}", cancellation);
        }
    }

    private static async Task<bool> Has(NpgsqlConnection connection, string table, CancellationToken cancellation)
    {
        await using var asked = new NpgsqlCommand("select to_regclass($1) is not null", connection).With(Sql.Value(table));
        return await asked.ExecuteScalarAsync(cancellation) is true;
    }

    /// <summary>The number of the text that the database has; 0 where there is none, or where something is lost that this text makes.</summary>
    private static async Task<int> NumberIn(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var text = await Text(cancellation);
        await using var asked = new NpgsqlCommand(
            """
            select obj_description(to_regnamespace($1), 'pg_namespace')
            where not exists (select from unnest($2) wanted where to_regclass(wanted) is null)
                and not exists (
                    select from unnest($3) wanted
                    where not exists (select from pg_proc where pronamespace = to_regnamespace($1) and proname = wanted))
            """,
            connection).With(Sql.Value(ReadStore.Schema), Named(Relation(), text), Named(Function(), text));
        return int.TryParse(await asked.ExecuteScalarAsync(cancellation) as string, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private static NpgsqlParameter Named(Regex made, string text) => Sql.Texts(made.Matches(text).Select(match => match.Groups["name"].Value));

    /// <summary>A table or sequence that the text makes.</summary>
    [GeneratedRegex(@"^create (table|sequence) if not exists (?<name>read\.\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Relation();

    /// <summary>A function that the text makes.</summary>
    [GeneratedRegex(@"^create or replace function read\.(?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Function();

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
