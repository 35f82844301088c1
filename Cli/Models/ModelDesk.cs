using System.Text.Encodings.Web;
using System.Text.Json;
using LaborMarketplace.Cli.Embedded;
using LaborMarketplace.Cli.Logs;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Proving;
using LaborMarketplace.Projections.Rebuilding;
using Npgsql;
using LogPosition = LaborMarketplace.EventStore.LogPosition;

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

    /// <exception cref="ExpectedFailure">There is no database to be reached, or no log.</exception>
    public static async Task<ModelDesk> Open(
        DataFolder folder, string? connection, EventStoreDbLog? store, bool json, TextWriter output, CancellationToken cancellation)
    {
        NpgsqlDataSource? database = null;
        try
        {
            var reached = connection ?? PostgresCluster.RunningIn(folder.Database, "marketplace");
            database = NpgsqlDataSource.Create(reached);
            return new ModelDesk(database, await MarketplaceLog.Open(store, reached, database, cancellation), json, output);
        }
        catch (Exception failure)
        {
            if (database is not null)
            {
                await database.DisposeAsync();
            }

            throw failure is NpgsqlException or EventStoreUnavailableException or ArgumentException
                ? new ExpectedFailure($"The database cannot be used: {failure.GetBaseException().Message}", failure)
                : failure;
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
        catch (Exception failure) when (failure is OtherVersionException or RebuildException or FoldException or NpgsqlException or EventStoreUnavailableException)
        {
            throw new ExpectedFailure(failure.Message, failure);
        }
    }

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

    /// <summary>Shows how far work has come, to people.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="work">Is given what to tell where the work ends, once, and what to tell each page that is done.</param>
    public Task<T> Progress<T>(string title, Func<Action<LogPosition>, Action<LogPage>, Task<T>> work) =>
        json ? work(_ => { }, _ => { }) : Cli.Progress.OfLog(title, work);

    public async ValueTask DisposeAsync()
    {
        await log.DisposeAsync();
        await database.DisposeAsync();
    }
}
