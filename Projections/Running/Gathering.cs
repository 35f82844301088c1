using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Projections.Running;

/// <summary>Reads the log while its reader works, and gives what has come meanwhile as one page.</summary>
/// <remarks>
/// At the end of the log every page is given as it comes. Behind it, pages grow until each document is written once for many events.
/// </remarks>
internal static class Gathering
{
    /// <summary>How many pages are read ahead; what bounds memory, together with <c>mostEvents</c>.</summary>
    private const int PagesAhead = 16;

    /// <param name="pages">The log's.</param>
    /// <param name="mostEvents">A page is not made longer than this, nor shorter than the log gave it.</param>
    public static async IAsyncEnumerable<LogPage> Gathered(
        this IAsyncEnumerable<LogPage> pages, int mostEvents, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var ahead = Channel.CreateBounded<LogPage>(new BoundedChannelOptions(PagesAhead) { SingleReader = true, SingleWriter = true });
        var reading = ReadAhead(pages, ahead.Writer, stop.Token);
        try
        {
            while (await ahead.Reader.WaitToReadAsync(cancellation))
            {
                yield return Gather(ahead.Reader, mostEvents);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    private static LogPage Gather(ChannelReader<LogPage> ahead, int mostEvents)
    {
        ahead.TryRead(out var first);
        if (!ahead.TryPeek(out var next) || first!.Events.Count + next.Events.Count > mostEvents)
        {
            return first!;
        }

        var (events, last) = (new List<RecordedEvent>(first.Events), first);
        while (ahead.TryPeek(out next) && events.Count + next.Events.Count <= mostEvents && ahead.TryRead(out last))
        {
            events.AddRange(last.Events);
        }

        return last! with { Events = events };
    }

    /// <summary>What the log fails of, its reader meets after the pages before.</summary>
    private static async Task ReadAhead(IAsyncEnumerable<LogPage> pages, ChannelWriter<LogPage> ahead, CancellationToken cancellation)
    {
        try
        {
            await foreach (var page in pages.WithCancellation(cancellation))
            {
                await ahead.WriteAsync(page, cancellation);
            }

            ahead.Complete();
        }
        catch (Exception exception)
        {
            ahead.Complete(exception);
        }
    }
}
