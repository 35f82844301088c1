using System.Runtime.CompilerServices;
using System.Threading.Channels;
using System.Threading.RateLimiting;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Projections.Running;

/// <summary>A page of the log in memory. Disposing it makes room for what comes after.</summary>
internal sealed record GatheredPage(LogPage Page, IReadOnlyList<RateLimitLease> Room) : IDisposable
{
    public void Dispose()
    {
        foreach (var lease in Room)
        {
            lease.Dispose();
        }
    }
}

/// <summary>Reads the log while its reader works, and gives what has come meanwhile as one page.</summary>
/// <remarks>
/// At the end of the log every page is given as it comes. Behind it, pages grow until each document is written once for many events.
/// </remarks>
internal static class Gathering
{
    /// <summary>What an event takes beside its bytes, about.</summary>
    private const int BytesOfEvent = 200;

    /// <param name="pages">The log's.</param>
    /// <param name="mostEvents">A page is not made longer than this, nor shorter than the log gave it.</param>
    /// <param name="mostBytes">
    /// How many bytes of events are in memory at once, in pages that are not disposed yet; a single page of the log may be larger.
    /// </param>
    /// <param name="cancellation">Stops the reading.</param>
    public static async IAsyncEnumerable<GatheredPage> Gathered(
        this IAsyncEnumerable<LogPage> pages, int mostEvents, long mostBytes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var ahead = Channel.CreateUnbounded<GatheredPage>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var reading = ReadAhead(pages, ahead.Writer, (int)Math.Min(mostBytes, int.MaxValue), stop.Token);
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

    private static GatheredPage Gather(ChannelReader<GatheredPage> ahead, int mostEvents)
    {
        ahead.TryRead(out var first);
        if (!ahead.TryPeek(out var next) || first!.Page.Events.Count + next.Page.Events.Count > mostEvents)
        {
            return first!;
        }

        var (events, room, last) = (new List<RecordedEvent>(first.Page.Events), new List<RateLimitLease>(first.Room), first);
        while (ahead.TryPeek(out next) && events.Count + next.Page.Events.Count <= mostEvents && ahead.TryRead(out last))
        {
            events.AddRange(last.Page.Events);
            room.AddRange(last.Room);
        }

        return new GatheredPage(last!.Page with { Events = events }, room);
    }

    /// <summary>What the log fails of, its reader meets after the pages before.</summary>
    private static async Task ReadAhead(
        IAsyncEnumerable<LogPage> pages, ChannelWriter<GatheredPage> ahead, int mostBytes, CancellationToken cancellation)
    {
        await using var room = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = mostBytes, QueueLimit = mostBytes });
        try
        {
            await foreach (var page in pages.WithCancellation(cancellation))
            {
                await ahead.WriteAsync(new GatheredPage(page, [await room.AcquireAsync(Math.Min(Bytes(page), mostBytes), cancellation)]), cancellation);
            }

            ahead.Complete();
        }
        catch (Exception exception)
        {
            ahead.Complete(exception);
        }
    }

    private static int Bytes(LogPage page) => page.Events.Sum(recorded => recorded.Data.Length + recorded.Metadata.Length + BytesOfEvent);
}
