using System.Runtime.CompilerServices;
using Npgsql;

namespace LaborMarketplace.EventStore.Postgres;

/// <summary>
/// The log on PostgreSQL, 14 or newer. All appends go through one function of the database that gives positions without gaps in commit
/// order (docs/adr/0003), so readers neither skip an event nor wait for one. Several processes may share a database.
/// </summary>
public sealed class PostgresEventStore : IEventStore, IAppendStatus, IAsyncDisposable
{
    private static readonly TimeSpan LookAtLeastEvery = TimeSpan.FromSeconds(2);

    private readonly NpgsqlDataSource _source;
    private readonly Patience _patience;
    private readonly PostgresLog _log;
    private readonly AppendQueue _queue;
    private readonly LogTail _tail;
    private readonly LastAppend _lastAppend;

    private PostgresEventStore(NpgsqlDataSource source, TimeProvider time)
    {
        _source = source;
        _patience = new Patience(source, time);
        _log = new PostgresLog(source);
        _tail = new LogTail(source, time);
        _lastAppend = new LastAppend(time);
        _queue = new AppendQueue(Send, time);
    }

    /// <summary>Opens the log of a database, and brings its schema up to date first.</summary>
    /// <param name="connectionString">Npgsql's. Pooling and the preparing of statements are set here where it does not say otherwise.</param>
    /// <param name="time">Measures pauses and waits; the system's where it is not given.</param>
    /// <exception cref="EventStoreUnavailableException">The server cannot be reached, or refuses.</exception>
    /// <exception cref="InvalidOperationException">A newer version of the code has been at work on the schema.</exception>
    public static async Task<PostgresEventStore> Open(string connectionString, TimeProvider? time = null, CancellationToken cancellation = default)
    {
        time ??= TimeProvider.System;
        var source = NpgsqlDataSource.Create(WithDefaults(connectionString));
        try
        {
            await new Patience(source, time).Ask(
                async asking =>
                {
                    await PostgresSchema.Migrate(source, asking);
                    return true;
                },
                cancellation);
            return new PostgresEventStore(source, time);
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    public string StandsOn => "PostgreSQL";

    public string? Fault => _lastAppend.Fault;

    public async Task<IReadOnlyList<RecordedEvent>> Load(StreamName stream, long fromRevision, CancellationToken cancellation)
    {
        var events = await _patience.Ask(asking => _log.Load(stream, fromRevision, asking), cancellation);
        for (var index = 0; index < events.Count; index++)
        {
            if (events[index].Revision != fromRevision + index)
            {
                throw new LogCorruptedException($"The log lacks revision {fromRevision + index} of {stream}.");
            }
        }

        return events;
    }

    public Task<AppendResult> Append(StreamName stream, ExpectedRevision expected, IReadOnlyList<EventData> events, CancellationToken cancellation)
    {
        AppendLimits.Check(stream, events);
        return _queue.Append(new QueuedAppend(stream, expected, events, cancellation));
    }

    public async IAsyncEnumerable<LogPage> Read(LogPosition after, ReadUntil until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var head = await _patience.Ask(_log.Head, cancellation);
        if (after.Value > head)
        {
            throw new LogCorruptedException($"The log ends at position {head}, before {after}.");
        }

        var end = until == ReadUntil.End ? head : long.MaxValue;
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var reading = Page(after, end, leaving.Token);
        try
        {
            while (true)
            {
                var page = await reading;
                // The next page is on its way while the caller works on this one.
                reading = page.AtEnd ? reading : Page(page.Position, end, leaving.Token);
                yield return page;
                if (page.Position.Value >= end)
                {
                    yield break;
                }

                if (page.AtEnd)
                {
                    await _tail.WaitBeyond(page.Position.Value, LookAtLeastEvery, cancellation);
                    reading = Page(page.Position, end, leaving.Token);
                }
            }
        }
        finally
        {
            await leaving.CancelAsync();
            await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public async Task<LogPosition> End(CancellationToken cancellation) => new(await _patience.Ask(_log.Head, cancellation));

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        await _tail.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task<IReadOnlyList<AppendResult?>> Send(AppendBatch batch)
    {
        var results = await _lastAppend.Watch(() => _patience.Ask(asking => _log.Append(batch, asking), CancellationToken.None));
        _tail.Reached(results.OfType<AppendResult.Appended>().Select(appended => appended.Position.Value).DefaultIfEmpty().Max());
        return results;
    }

    private async Task<LogPage> Page(LogPosition after, long end, CancellationToken cancellation)
    {
        var (events, head) = await _patience.Ask(asking => _log.Page(after.Value, end, asking), cancellation);
        var position = after;
        foreach (var recorded in events)
        {
            var next = new LogPosition(position.Value + 1);
            position = recorded.Position == next ? next : throw new LogCorruptedException($"The log lacks the event at position {next}.");
        }

        return new LogPage(events, position, position.Value >= Math.Min(head, end));
    }

    private static string WithDefaults(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        Default("Max Auto Prepare", () => settings.MaxAutoPrepare = 20);
        Default("Auto Prepare Min Usages", () => settings.AutoPrepareMinUsages = 2);
        Default("Maximum Pool Size", () => settings.MaxPoolSize = 20);
        Default("Command Timeout", () => settings.CommandTimeout = 15);
        Default("Timeout", () => settings.Timeout = 5);
        Default("Keepalive", () => settings.KeepAlive = 15);
        Default("Application Name", () => settings.ApplicationName = "marketplace-log");
        return settings.ConnectionString;

        void Default(string key, Action set)
        {
            if (!settings.ShouldSerialize(key))
            {
                set();
            }
        }
    }
}
