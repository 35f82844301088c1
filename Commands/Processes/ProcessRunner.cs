using System.Diagnostics;
using LaborMarketplace.Commands.Deadlines;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands.Processes;

/// <summary>Follows the log and has the processes answer it, from where the last run came to.</summary>
/// <remarks>
/// Scripts about one job, or about one helper where there is no job, run in the order of the log; others run beside each other. A page's
/// links and deadlines are taken over before its scripts run, so that a script finds what belongs to its job. An exception ends the run,
/// and nothing is passed over: the next run starts at the first page that was not answered.
/// </remarks>
public sealed class ProcessRunner(
    IEventStore store, EventCodec codec, IProcessStore memory, IReadOnlyList<IProcess> processes, CommandExecutor executor, Deciders deciders)
{
    private const int AtOnce = 16;

    /// <summary>How long one script may take before it is interrupted.</summary>
    private static readonly TimeSpan ScriptLimit = TimeSpan.FromSeconds(60);

    private readonly Reached _reached = new();

    /// <summary>Runs until it is cancelled.</summary>
    /// <param name="until">Where to end: at the log's end for a single catching-up.</param>
    /// <exception cref="UnreadableEventException">An event cannot be read; nothing after it is answered.</exception>
    /// <exception cref="ProcessesTakenOverException">Somebody else runs the processes.</exception>
    public async Task Run(ReadUntil until, CancellationToken cancellation)
    {
        var (noted, answered, failure) = await memory.Progress(cancellation);
        _reached.Advance(answered);
        await foreach (var page in store.Read(answered, until, cancellation))
        {
            var events = page.Events.Select(codec.Decode).ToArray();
            noted = await Note(events, noted, page.Position, cancellation);
            await Answer(events, cancellation);
            if (page.Position > answered || failure is not null)
            {
                await memory.Answered(answered, page.Position, cancellation);
                (answered, noted, failure) = (page.Position, page.Position > noted ? page.Position : noted, null);
                _reached.Advance(answered);
            }
        }
    }

    /// <summary>Waits until all events up to a position have been answered.</summary>
    public Task Reach(LogPosition position, CancellationToken cancellation) => _reached.Wait(position, cancellation);

    private async Task<LogPosition> Note(IReadOnlyList<DecodedEvent> events, LogPosition noted, LogPosition to, CancellationToken cancellation)
    {
        var fresh = events.Where(recorded => recorded.Source.Position > noted).ToArray();
        var links = fresh.Select(LinkChange.For).OfType<LinkChange>().ToArray();
        var deadlines = fresh.SelectMany(DeadlineRules.For).ToArray();
        if (links.Length == 0 && deadlines.Length == 0)
        {
            return noted;
        }

        await memory.Note(noted, to, links, deadlines, cancellation);
        return to;
    }

    private async Task Answer(IReadOnlyList<DecodedEvent> events, CancellationToken cancellation)
    {
        var wanted = events.Where(recorded => processes.Any(process => process.Answers(recorded.Event))).ToArray();
        if (wanted.Length == 0)
        {
            return;
        }

        var links = (await memory.Find([.. wanted.Select(IdOf).Distinct()], cancellation)).ToDictionary(link => link.Id, link => link.Job.Value);
        await Parallel.ForEachAsync(
            wanted.GroupBy(recorded => links.GetValueOrDefault(IdOf(recorded), IdOf(recorded))),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (inOrder, stop) =>
            {
                foreach (var recorded in inOrder)
                {
                    await Answer(recorded, stop);
                }
            });
    }

    private async Task Answer(DecodedEvent recorded, CancellationToken cancellation)
    {
        foreach (var process in processes.Where(process => process.Answers(recorded.Event)))
        {
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limited.CancelAfter(ScriptLimit);
            using var trace = CommandExecutor.Traces.StartActivity($"run {process.Name} process", ActivityKind.Internal);
            trace?.SetTag("marketplace.stream", recorded.Source.Stream.Value).SetTag("marketplace.event", recorded.Source.Type);
            try
            {
                await process.Run(new Script(process.Name, recorded, executor, deciders), limited.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                throw new ScriptInterruptedException(
                    $"The {process.Name} process took more than {ScriptLimit.TotalSeconds} s for {recorded.Source.Type} of {recorded.Source.Stream}.");
            }
        }
    }

    /// <summary>The id in the stream's name; e-mail streams, which have none, start no scripts.</summary>
    private static Guid IdOf(DecodedEvent recorded) => Guid.TryParse(recorded.Source.Stream.Id, out var id) ? id : Guid.Empty;
}
