using System.Text.Encodings.Web;
using System.Text.Json;
using LaborMarketplace.Cli.Embedded;
using LaborMarketplace.Cli.Logs;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Proving;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using Npgsql;

namespace LaborMarketplace.Cli.Models;

/// <summary>What a command about read models works with: the log, the database, and how it is to answer.</summary>
internal sealed class ModelDesk(NpgsqlDataSource database, MarketplaceLog log, bool json, TextWriter output) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Readable = new(MarketplaceJson.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public NpgsqlDataSource Database => database;

    public IEventStore Log => log.Events;

    /// <summary>Whether a machine is to be answered.</summary>
    public bool Json => json;

    public TextWriter Output => output;

    public EventCodec Codec { get; } = EventCodec.OfMarketplace();

    public ProjectionOptions Options { get; } = new();

    /// <exception cref="ExpectedFailure">There is no database to be reached, or no log.</exception>
    public static async Task<ModelDesk> Open(
        DataFolder folder, string? connection, EventStoreDbLog? store, bool json, TextWriter output, CancellationToken cancellation)
    {
        var reached = connection ?? PostgresCluster.RunningIn(folder.Database, "marketplace");
        await PostgresServer.Require(reached, cancellation);
        var database = NpgsqlDataSource.Create(reached);
        try
        {
            await RequireMarketplace(database, cancellation);
            return new ModelDesk(database, await MarketplaceLog.Open(store, reached, database, cancellation), json, output);
        }
        catch (Exception failure)
        {
            await database.DisposeAsync();
            throw failure is NpgsqlException or EventStoreUnavailableException
                ? new ExpectedFailure($"The database cannot be used: {failure.GetBaseException().Message}", failure)
                : failure;
        }
    }

    /// <summary>A database that was named by mistake is left as it is.</summary>
    private static async Task RequireMarketplace(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var asked = database.CreateCommand("select coalesce(to_regclass('process.log'), to_regclass('log.events')) is not null");
        if (await asked.ExecuteScalarAsync(cancellation) is false)
        {
            var there = new NpgsqlConnectionStringBuilder(database.ConnectionString);
            throw new ExpectedFailure(
                $"There is no marketplace in the database {there.Database} at {there.Host}:{there.Port}: "
                + "name another with --connection, or let serve make one there.");
        }
    }

    /// <summary>Turns what a person can put right into a sentence.</summary>
    public static async Task<int> Explaining(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable
            or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName)
        {
            throw new ExpectedFailure("The read models of this program are not in this database yet; serve makes them.", missing);
        }
        catch (Exception failure) when (InWords(failure) is not null)
        {
            throw new ExpectedFailure(InWords(failure)!, failure);
        }
    }

    private static string? InWords(Exception failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refused =>
            $"The database does not allow it ({refused.MessageText}): what changes read models takes the user that serve works as.",
        PostgresException refused => $"PostgreSQL refuses it: {refused.MessageText} ({refused.SqlState}).",
        NpgsqlException => $"The database does not answer any more: {failure.GetBaseException().Message}",
        OtherVersionException or RebuildException or FoldException or EventStoreUnavailableException or LogCorruptedException => failure.Message,
        _ => null,
    };

    /// <summary>Answers machines with the value, and people with the lines.</summary>
    public void Answer<T>(T value, IEnumerable<string> lines)
    {
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(value, Readable));
            return;
        }

        foreach (var line in lines)
        {
            output.WriteLine(line);
        }
    }

    /// <summary>Shows people how far work is.</summary>
    /// <param name="work">Is given what to call with how far it is; not by two threads at once.</param>
    public Task<T> Showing<T>(Func<Action<LogWork>, Task<T>> work) => json ? work(_ => { }) : LogWorkDisplay.Show(output, work);

    public async ValueTask DisposeAsync()
    {
        await log.DisposeAsync();
        await database.DisposeAsync();
    }
}
