using LaborMarketplace.Cli.Logs;
using LaborMarketplace.Commands;
using LaborMarketplace.Commands.Processes;
using LaborMarketplace.Consumers;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Cli.Serve;

/// <summary>What all parts of one process share: the log, the database, the clock, the secret, the mail.</summary>
internal sealed class SharedParts : IAsyncDisposable
{
    private SharedParts(NpgsqlDataSource database, MarketplaceLog log, TimeProvider clock, CommandSettings commands, ContactCodeMail mail) =>
        (Database, Log, Clock, Commands, Mail) = (database, log, clock, commands, mail);

    public NpgsqlDataSource Database { get; }

    public MarketplaceLog Log { get; }

    public EventCodec Codec { get; } = EventCodec.OfMarketplace();

    /// <summary>The marketplace's clock; an <see cref="AdjustableClock"/> where operators may move it.</summary>
    public TimeProvider Clock { get; }

    public CommandSettings Commands { get; }

    /// <summary>Whether the projections that run here are able to work: they run in a host of their own, and the read door tells.</summary>
    public RunnerState Projections { get; } = new();

    public ContactCodeMail Mail { get; }

    public static async Task<SharedParts> Open(ServeSettings settings, string connection, CancellationToken cancellation)
    {
        var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = 50 }.ConnectionString);
        MarketplaceLog? log = null;
        try
        {
            log = await MarketplaceLog.Open(settings.Store, connection, database, cancellation);
            await new PostgresProcessStore(database).Prepare(cancellation);
            await ReadSchema.Prepare(database, ReadModels.All, cancellation);
            TimeProvider clock = settings.AdjustableClock ? await AdjustableClock.Open(database, cancellation) : TimeProvider.System;
            var commands = new CommandSettings(Policy.Default, new Region("us-east"), await Secret(settings.Folder, database, cancellation));
            return new SharedParts(database, log, clock, commands, new ContactCodeMail(settings.Folder.Mail, clock));
        }
        catch
        {
            if (log is not null)
            {
                await log.DisposeAsync();
            }

            await database.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static async Task<byte[]> Secret(DataFolder folder, NpgsqlDataSource database, CancellationToken cancellation)
    {
        var secret = SecretFile.ReadOrMake(folder.Secret);
        return await SecretFingerprint.IsOf(database, secret, cancellation)
            ? secret
            : throw new ExpectedFailure(
                $"The database is keyed with another secret than {folder.Secret}: "
                + "copy keys/secret from the data folder of the process that runs with this database, or name that folder with --data-folder.");
    }
}
