using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.EventStoreDb;
using LaborMarketplace.EventStore.Postgres;
using Npgsql;

namespace LaborMarketplace.Cli.Logs;

/// <summary>The marketplace's log, on whichever store it is kept.</summary>
/// <param name="Events">The store.</param>
/// <param name="Appends">Whether the store takes appends.</param>
internal sealed record MarketplaceLog(IEventStore Events, IAppendStatus Appends) : IAsyncDisposable
{
    /// <param name="store">The EventStoreDB that keeps the log; null where PostgreSQL keeps it, beside the rest.</param>
    /// <param name="connection">The PostgreSQL of the processes and read models.</param>
    /// <param name="database">The same, opened.</param>
    /// <exception cref="ExpectedFailure">The store cannot be used, or the database belongs to another log.</exception>
    public static Task<MarketplaceLog> Open(
        EventStoreDbLog? store, string connection, NpgsqlDataSource database, CancellationToken cancellation) =>
        store is null ? OnPostgres(connection, database, cancellation) : OnEventStoreDb(store, database, cancellation);

    public ValueTask DisposeAsync() => ((IAsyncDisposable)Events).DisposeAsync();

    private static async Task<MarketplaceLog> OnPostgres(string connection, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await LogIdentity.Require(database, LogIdentity.Postgres, cancellation);
        try
        {
            var opened = await PostgresEventStore.Open(connection, cancellation: cancellation);
            return new MarketplaceLog(opened, opened);
        }
        catch (InvalidOperationException newer)
        {
            throw new ExpectedFailure(newer.Message, newer);
        }
    }

    private static async Task<MarketplaceLog> OnEventStoreDb(EventStoreDbLog store, NpgsqlDataSource database, CancellationToken cancellation)
    {
        var opened = await Opened(store, cancellation);
        try
        {
            await LogIdentity.Require(database, LogIdentity.OnEventStoreDb(await opened.Identity(cancellation)), cancellation);
            return new MarketplaceLog(opened, opened);
        }
        catch (EventStoreUnavailableException failure)
        {
            await opened.DisposeAsync();
            throw Unusable(store, failure);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    private static async Task<EventStoreDbEventStore> Opened(EventStoreDbLog store, CancellationToken cancellation)
    {
        try
        {
            return await EventStoreDbEventStore.Open(store.Server, prefix: store.Prefix, cancellation: cancellation);
        }
        catch (Exception failure) when (failure is EventStoreUnavailableException or ArgumentException or FormatException)
        {
            throw Unusable(store, failure);
        }
    }

    private static ExpectedFailure Unusable(EventStoreDbLog store, Exception failure) =>
        new($"The log at {store} cannot be used: {failure.Message}", failure);
}
