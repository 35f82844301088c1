using System.Runtime.CompilerServices;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Tests.Worker;

/// <summary>A log that gives few events at a time, so that there is much to be interrupted.</summary>
public sealed class ShortPages(IEventStore log, int most) : IEventStore
{
    public Task<IReadOnlyList<RecordedEvent>> Load(StreamName stream, long fromRevision, CancellationToken cancellation) =>
        log.Load(stream, fromRevision, cancellation);

    public Task<AppendResult> Append(StreamName stream, ExpectedRevision expected, IReadOnlyList<EventData> events, CancellationToken cancellation) =>
        log.Append(stream, expected, events, cancellation);

    public Task<LogPosition> End(CancellationToken cancellation) => log.End(cancellation);

    public async IAsyncEnumerable<LogPage> Read(LogPosition after, ReadUntil until, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var page in log.Read(after, until, cancellation))
        {
            var parts = page.Events.Chunk(most).ToList();
            foreach (var part in parts[..Math.Max(0, parts.Count - 1)])
            {
                yield return new LogPage(part, part[^1].Position, AtEnd: false);
            }

            yield return page with { Events = parts.Count == 0 ? [] : parts[^1] };
        }
    }
}
