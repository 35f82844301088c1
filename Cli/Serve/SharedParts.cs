using System.Security.Cryptography;
using LaborMarketplace.Cli.Embedded;
using LaborMarketplace.Commands;
using LaborMarketplace.Commands.Processes;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.Postgres;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Cli.Serve;

/// <summary>What all parts of one process share: the log, the database, the clock, the secret, the mail.</summary>
internal sealed class SharedParts : IAsyncDisposable
{
    private const int SecretBytes = 32;

    private SharedParts(NpgsqlDataSource database, PostgresEventStore store, TimeProvider clock, CommandSettings commands, LocalMail mail) =>
        (Database, Store, Clock, Commands, Mail) = (database, store, clock, commands, mail);

    public NpgsqlDataSource Database { get; }

    public PostgresEventStore Store { get; }

    public EventCodec Codec { get; } = new(EventRegistry.Marketplace);

    /// <summary>The marketplace's clock; an <see cref="AdjustableClock"/> where operators may move it.</summary>
    public TimeProvider Clock { get; }

    public CommandSettings Commands { get; }

    /// <summary>Whether the projections that run here are able to work: they run in a host of their own, and the read door tells.</summary>
    public RunnerState Projections { get; } = new();

    public LocalMail Mail { get; }

    public static async Task<SharedParts> Open(ServeSettings settings, string connection, CancellationToken cancellation)
    {
        var database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = 50 }.ConnectionString);
        try
        {
            var store = await PostgresEventStore.Open(connection, cancellation: cancellation);
            await new PostgresProcessStore(database).Prepare(cancellation);
            await ReadSchema.Prepare(database, ReadModels.All, cancellation);
            TimeProvider clock = settings.AdjustableClock ? await AdjustableClock.Open(database, cancellation) : TimeProvider.System;
            var commands = new CommandSettings(Policy.Default, new Region("us-east"), Secret(settings.Folder.Secret));
            return new SharedParts(database, store, clock, commands, new LocalMail(settings.Folder.Mail));
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async Task<bool> LogIsEmpty(CancellationToken cancellation)
    {
        await foreach (var page in Store.Read(LogPosition.Start, ReadUntil.End, cancellation))
        {
            return page.Position == LogPosition.Start;
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>The secret in a file that only its owner can read; made on first use.</summary>
    private static byte[] Secret(string file)
    {
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var made = new FileStream($"{file}.draft", options);
            made.Write(RandomNumberGenerator.GetBytes(SecretBytes));
            made.Close();
            File.Move($"{file}.draft", file);
        }

        return File.ReadAllBytes(file);
    }
}
