using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;

namespace LaborMarketplace.Projections.Rebuilding;

/// <param name="Declared">The events that any of the projections declares, decoded.</param>
/// <param name="Events">How many events there were.</param>
/// <param name="Position">How far the log has been read.</param>
/// <param name="Room">What it takes of the memory for pages read ahead.</param>
internal sealed record DecodedPage(IReadOnlyList<DeclaredEvent> Declared, int Events, LogPosition Position, IDisposable Room);

/// <param name="Before">The position of the event before it in the page, where a build stands that cannot take it.</param>
/// <param name="Decoded">Throws what decoding threw.</param>
/// <param name="Declaring">The projections that declare it.</param>
internal sealed record DeclaredEvent(RecordedEvent Source, LogPosition Before, Lazy<DecodedEvent> Decoded, IReadOnlyList<Projection> Declaring);

/// <summary>Reads the log and decodes its events on all cores, a few pages ahead; the pages come in order.</summary>
internal static class DecodedPages
{
    /// <summary>How many events are folded together at most: so many documents may be read back before it is known how large they are.</summary>
    private const int LongestPage = 1_000;

    /// <summary>Reading, folding and writing take their time beside decoding.</summary>
    private static readonly int Ahead = Environment.ProcessorCount + 2;

    public static async IAsyncEnumerable<DecodedPage> Read(
        IEventStore log, EventCodec codec, EventFamilies families, LogPosition after, ProjectionOptions options,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pages = Channel.CreateBounded<Task<DecodedPage>>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        var gathered = log.Read(after, ReadUntil.End, leaving.Token)
            .Gathered(Math.Min(LongestPage, options.LongestPage), options.ReadAheadBytes, leaving.Token);
        var reading = ReadAhead(gathered, codec, families, after, pages.Writer, leaving.Token);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(cancellation))
            {
                var decoded = await page;
                using (decoded.Room)
                {
                    yield return decoded;
                }
            }
        }
        finally
        {
            await leaving.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ReadAhead(
        IAsyncEnumerable<GatheredPage> log, EventCodec codec, EventFamilies families, LogPosition after,
        ChannelWriter<Task<DecodedPage>> pages, CancellationToken cancellation)
    {
        try
        {
            var before = after;
            await foreach (var page in log)
            {
                var from = before;
                await pages.WriteAsync(Task.Run(() => Decode(page, from, codec, families), cancellation), cancellation);
                before = page.Page.Position;
            }

            pages.Complete();
        }
        catch (Exception exception)
        {
            pages.Complete(exception);
        }
    }

    private static DecodedPage Decode(GatheredPage gathered, LogPosition before, EventCodec codec, EventFamilies families)
    {
        var page = gathered.Page;
        var declared = new List<DeclaredEvent>(page.Events.Count);
        foreach (var source in page.Events)
        {
            if (families.Declaring(source.Type) is { Count: > 0 } declaring)
            {
                declared.Add(new DeclaredEvent(source, before, Decode(source, codec), declaring));
            }

            before = source.Position;
        }

        return new DecodedPage(declared, page.Events.Count, page.Position, gathered);
    }

    /// <summary>What cannot be decoded halts whoever declares it, and nobody else: the failure stays with the event.</summary>
    private static Lazy<DecodedEvent> Decode(RecordedEvent source, EventCodec codec)
    {
        try
        {
            return new Lazy<DecodedEvent>(codec.Decode(source));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new Lazy<DecodedEvent>(() => throw exception);
        }
    }
}
