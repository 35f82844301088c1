using System.Text.Encodings.Web;
using System.Text.Json;
using LaborMarketplace.Cli.Embedded;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.Postgres;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Proving;
using Npgsql;

namespace LaborMarketplace.Cli.Models;

/// <summary>What a command about read models works with: the log, the database, and how it is to answer.</summary>
internal sealed class ModelDesk(NpgsqlDataSource database, PostgresEventStore log, bool json, TextWriter output) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Readable = new(MarketplaceJson.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public NpgsqlDataSource Database => database;

    public PostgresEventStore Log => log;

    public EventCodec Codec { get; } = EventCodec.OfMarketplace();

    /// <exception cref="ExpectedFailure">There is no database to be reached.</exception>
    public static async Task<ModelDesk> Open(DataFolder folder, string? connection, bool json, TextWriter output, CancellationToken cancellation)
    {
        var reached = connection ?? PostgresCluster.RunningIn(folder.Database, "marketplace");
        try
        {
            return new ModelDesk(NpgsqlDataSource.Create(reached), await PostgresEventStore.Open(reached, cancellation: cancellation), json, output);
        }
        catch (Exception failure) when (failure is NpgsqlException or EventStoreUnavailableException or ArgumentException)
        {
            throw new ExpectedFailure($"The database cannot be used: {failure.GetBaseException().Message}", failure);
        }
    }

    /// <summary>Turns what a person can put right into a sentence.</summary>
    public static async Task<int> Explaining(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (PostgresException missing) when (missing.SqlState is PostgresErrorCodes.UndefinedTable)
        {
            throw new ExpectedFailure("There are no read models in this database yet; serve makes them.", missing);
        }
        catch (Exception failure) when (failure is OtherVersionException or FoldException or NpgsqlException or EventStoreUnavailableException)
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
    /// <param name="work">Is given what to tell the number of events there are, once, and what to tell the number just done.</param>
    public Task<T> Progress<T>(string title, Func<Action<long>, Action<int>, Task<T>> work) =>
        json ? work(_ => { }, _ => { }) : Cli.Progress.OfEvents(title, work);

    public async ValueTask DisposeAsync()
    {
        await log.DisposeAsync();
        await database.DisposeAsync();
    }
}
