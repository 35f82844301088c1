using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Projections.Rebuilding;

/// <summary>One build on its way through the log: folds pages, and writes a stretch whenever there is enough of it.</summary>
/// <remarks>
/// A stretch is written while the next is folded. A stretch of which a document cannot be stored says neither which nor since when; so it is gone through
/// again page by page, as the runner goes, which halts the build at the event. Not thread-safe.
/// </remarks>
/// <param name="held">The build.</param>
/// <param name="start">Where it stands.</param>
/// <param name="set">What is in memory.</param>
/// <param name="writer">Writes.</param>
/// <param name="skips">Asks what is passed over on purpose.</param>
/// <param name="pages">Writes page by page.</param>
/// <param name="enough">When a stretch is written, in bytes.</param>
internal sealed class BulkBuild(
    Held held, LogPosition start, WorkingSet set, BulkWriter writer, Func<CancellationToken, Task<IReadOnlySet<LogPosition>>> skips, CatchingUp pages,
    long enough) : IAsyncDisposable
{
    /// <summary>Up to here, what is folded was given to be written.</summary>
    private LogPosition _given = start;

    /// <summary>Up to here, it was committed.</summary>
    private LogPosition _committed = start;
    private IReadOnlySet<LogPosition>? _skipped;
    private Task _writing = Task.CompletedTask;

    public Held Held { get; } = held;

    /// <summary>Every event up to here is folded.</summary>
    public LogPosition Position { get; private set; } = start;

    /// <summary>The event that it cannot take, if it stands still.</summary>
    public Halt? Halt { get; private set; }

    /// <summary>It is handed over to the runners.</summary>
    public bool Finished { get; set; }

    public async Task Fold(DecodedPage page, CancellationToken cancellation)
    {
        if (Halt is not null || page.Position <= Position)
        {
            return;
        }

        try
        {
            await FoldInMemory(page, cancellation);
            while (Halt is { } halt && await IsSkippedByNow(halt, cancellation))
            {
                Halt = null;
                await FoldInMemory(page, cancellation);
            }

            if (Halt is not null || set.Now.Bytes >= enough)
            {
                await Write(cancellation);
            }
        }
        catch (DocumentFaultException)
        {
            await GoByPages(cancellation);
        }
    }

    /// <summary>Writes what is folded and not written yet.</summary>
    public async Task Flush(CancellationToken cancellation)
    {
        try
        {
            if (Position > _given)
            {
                await Write(cancellation);
            }

            await _writing;
        }
        catch (DocumentFaultException)
        {
            await GoByPages(cancellation);
        }
    }

    /// <summary>Makes the indexes. Where one refuses a document, the build begins again with its indexes in place, page by page.</summary>
    public async Task Index(CancellationToken cancellation)
    {
        try
        {
            await writer.Index(Held.Build, cancellation);
        }
        catch (DocumentFaultException)
        {
            await writer.Empty(Held, _committed, cancellation);
            await writer.Index(Held.Build, cancellation);
            _committed = LogPosition.Start;
            await GoByPages(cancellation);
        }
    }

    /// <summary>Waits for what is being written, whatever becomes of it.</summary>
    public async ValueTask DisposeAsync() => await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task FoldInMemory(DecodedPage page, CancellationToken cancellation)
    {
        var (fold, bytes) = (new ProjectionFold(Held.Projection, _skipped ??= await skips(cancellation)), 0L);
        foreach (var declared in page.Declared.Where(declared => declared.Source.Position > Position && declared.Declaring.Contains(Held.Projection)))
        {
            fold.Take(declared.Source, declared.Before > Position ? declared.Before : Position, declared.Decoded);
            bytes += declared.Source.Data.Length;
        }

        fold.Follow(await set.Links(fold.UnknownStreams, cancellation));
        var changed = fold.Run(await set.Documents(fold.DocumentsToChange(), cancellation));
        set.Change(changed, fold.NewLinks, bytes);
        set.Now.Events += fold.Halt is null ? page.Events : 0;
        (Halt, Position) = (fold.Halt, fold.Halt?.Before ?? page.Position);
    }

    /// <summary>Somebody may have let the version pass over it since this began.</summary>
    private async Task<bool> IsSkippedByNow(Halt halt, CancellationToken cancellation)
    {
        _skipped = await skips(cancellation);
        return _skipped.Contains(halt.Position);
    }

    private async Task Write(CancellationToken cancellation)
    {
        await _writing;
        var (stretch, from, to, halt) = (set.Turn(), _given, Position, Halt);
        _given = to;
        _writing = Task.Run(
            async () =>
            {
                await writer.Write(Held, stretch, from, to, halt, cancellation);
                _committed = to;
            },
            cancellation);
    }

    private async Task GoByPages(CancellationToken cancellation)
    {
        await DisposeAsync();
        set.Clear();
        (Position, Halt) = await pages.ToEnd(Held, _committed, cancellation);
        (_given, _committed, _writing) = (Position, Position, Task.CompletedTask);
    }
}
