using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Running;

/// <summary>Folds a page of the log into the documents of many builds and writes each document once.</summary>
/// <remarks>
/// All builds are written in one transaction. Where the database refuses that for good, each is written by itself, so that what is wrong with one
/// holds up no other; where a document cannot be stored, the page of the one at fault is halved until the event is known that it halts at.
/// </remarks>
/// <param name="codec">Reads the events; each once for all builds.</param>
/// <param name="families">The projections of the builds that there will be.</param>
/// <param name="store">Where the builds are.</param>
/// <param name="skips">What is passed over on purpose.</param>
/// <param name="atStep">Is told of the steps.</param>
internal sealed class PageWriter(EventCodec codec, EventFamilies families, ProjectionStore store, Skips skips, Action<BuildStep> atStep)
{
    private static readonly IReadOnlyDictionary<Guid, object> Nothing = new Dictionary<Guid, object>();
    private static readonly IReadOnlyDictionary<Guid, Guid> NoLinks = new Dictionary<Guid, Guid>();
    private static readonly IReadOnlyDictionary<Guid, byte[]?> NoDocuments = new Dictionary<Guid, byte[]?>();

    /// <param name="page">The page.</param>
    /// <param name="positions">Where the builds stand; events up to there are passed over.</param>
    /// <returns>What was written, step by step: one step for each build, or several for one whose documents could not be stored as they were.</returns>
    /// <exception cref="LeaseLostException">A build is another process's now; nothing more was written.</exception>
    /// <exception cref="BuildsFailedException">What is to be written of some cannot be; the others were written.</exception>
    public async Task<IReadOnlyList<Advance>> Write(
        LogPage page, IReadOnlyDictionary<Held, LogPosition> positions, CancellationToken cancellation)
    {
        var behind = positions.Where(standing => standing.Value < page.Position).ToDictionary();
        try
        {
            return behind.Count == 0 ? [] : await WriteTogether(page, behind, cancellation);
        }
        catch (Exception refusal)
            when (behind.Count > 1 && page.Events.Count > 0 && refusal is DocumentFaultException or PostgresException { IsTransient: false })
        {
            return await WriteApart(page, behind, cancellation);
        }
        catch (DocumentFaultException fault) when (page.Events.Count > 0)
        {
            return await WriteInHalves(page, behind.Keys.Single(), behind.Values.Single(), fault, cancellation);
        }
    }

    private async Task<IReadOnlyList<Advance>> WriteTogether(LogPage page, Dictionary<Held, LogPosition> positions, CancellationToken cancellation)
    {
        var folds = positions.ToDictionary(
            standing => standing.Key,
            standing => new ProjectionFold(standing.Key.Projection, skips.Of(standing.Key.Projection)));
        Take(page, positions, folds);
        await LoadLinks(folds, cancellation);
        var documents = await LoadDocuments(folds, cancellation);
        var advances = folds
            .Select(fold => AdvanceOf(fold.Key, fold.Value, positions[fold.Key], page.Position, documents.GetValueOrDefault(fold.Key, Nothing)))
            .ToList();
        atStep(BuildStep.PageFolded);
        await store.Commit(advances, cancellation);
        atStep(BuildStep.PageCommitted);
        return advances;
    }

    /// <summary>What one build is at fault with keeps up no other.</summary>
    private async Task<IReadOnlyList<Advance>> WriteApart(LogPage page, Dictionary<Held, LogPosition> positions, CancellationToken cancellation)
    {
        var (advances, failed) = (new List<Advance>(), new List<(Held Held, Exception Failure)>());
        foreach (var (held, position) in positions)
        {
            try
            {
                advances.AddRange(await Write(page, Only(held, position), cancellation));
            }
            catch (PostgresException failure)
            {
                failed.Add((held, failure));
            }
        }

        return failed.Count == 0 ? advances : throw new BuildsFailedException([.. failed.Select(one => one.Held)], failed[0].Failure);
    }

    /// <summary>Narrows the page until the event is known after which the document cannot be stored, and halts the build before it.</summary>
    private async Task<IReadOnlyList<Advance>> WriteInHalves(
        LogPage page, Held held, LogPosition position, DocumentFaultException fault, CancellationToken cancellation)
    {
        var events = page.Events.Where(source => source.Position > position).ToList();
        if (events is [var guilty])
        {
            var halted = new Advance(held, position, position, NoLinks, NoDocuments, Halt.At(guilty, position, fault));
            await store.Commit([halted], cancellation);
            return [halted];
        }

        var half = events.Count / 2;
        var first = await Write(new LogPage(events[..half], events[half - 1].Position, AtEnd: false), Only(held, position), cancellation);
        return first[^1].Halt is null
            ? [.. first, .. await Write(page with { Events = events[half..] }, Only(held, first[^1].To), cancellation)]
            : first;
    }

    private static Dictionary<Held, LogPosition> Only(Held held, LogPosition position) => new() { [held] = position };

    private void Take(LogPage page, Dictionary<Held, LogPosition> positions, Dictionary<Held, ProjectionFold> folds)
    {
        var byProjection = folds.ToLookup(fold => fold.Key.Projection);
        var before = LogPosition.Start;
        foreach (var source in page.Events)
        {
            var decoded = new Lazy<DecodedEvent>(() => codec.Decode(source));
            foreach (var (held, fold) in families.Declaring(source.Type).SelectMany(projection => byProjection[projection]))
            {
                if (source.Position > positions[held])
                {
                    fold.Take(source, before > positions[held] ? before : positions[held], decoded);
                }
            }

            before = source.Position;
        }
    }

    private async Task LoadLinks(Dictionary<Held, ProjectionFold> folds, CancellationToken cancellation)
    {
        var asking = folds.Where(fold => fold.Value.UnknownStreams.Count > 0).ToList();
        var links = await store.Links([.. asking.Select(fold => (fold.Key.Build, fold.Value.UnknownStreams.ToArray()))], cancellation);
        foreach (var (fold, known) in asking.Zip(links))
        {
            fold.Value.Follow(known);
        }
    }

    private async Task<Dictionary<Held, IReadOnlyDictionary<Guid, object>>> LoadDocuments(
        Dictionary<Held, ProjectionFold> folds, CancellationToken cancellation)
    {
        var wanted = folds
            .Select(fold => (Held: fold.Key, Ids: fold.Value.DocumentsToChange().ToArray()))
            .Where(asked => asked.Ids.Length > 0)
            .ToList();
        var documents = await store.Documents([.. wanted.Select(asked => (asked.Held.Build, asked.Ids))], (document, _) => document, cancellation);
        return wanted.Zip(documents).ToDictionary(pair => pair.First.Held, pair => pair.Second);
    }

    private static Advance AdvanceOf(
        Held held, ProjectionFold fold, LogPosition from, LogPosition end, IReadOnlyDictionary<Guid, object> documents)
    {
        var changed = fold.Run(documents);
        return new Advance(
            held, from, fold.Halt?.Before ?? end, fold.NewLinks,
            changed.ToDictionary(
                document => document.Key,
                document => document.Value is { } value ? ProjectionStore.Json(value, held.Projection) : null),
            fold.Halt);
    }
}
