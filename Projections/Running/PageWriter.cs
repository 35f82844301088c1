using System.Text.Json;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Projections.Running;

/// <summary>Folds a page of the log into the documents of many projections and writes each document once.</summary>
internal sealed class PageWriter(EventCodec codec, EventFamilies families, ProjectionStore store)
{
    /// <param name="page">The page.</param>
    /// <param name="positions">Where the projections stand; events up to there are passed over.</param>
    /// <returns>What was written, by projection.</returns>
    /// <exception cref="CheckpointMovedException">Another runner is at work; nothing was written.</exception>
    public async Task<IReadOnlyList<Advance>> Write(
        LogPage page, IReadOnlyDictionary<Projection, LogPosition> positions, CancellationToken cancellation)
    {
        var folds = positions.Where(standing => standing.Value < page.Position).ToDictionary(standing => standing.Key, standing => new ProjectionFold(standing.Key));
        if (folds.Count == 0)
        {
            return [];
        }

        Take(page, positions, folds);
        await LoadLinks(folds.Values, cancellation);
        var documents = await LoadDocuments(folds.Values, cancellation);
        var advances = folds.Values
            .Select(fold => AdvanceOf(fold, positions[fold.Projection], page.Position, documents.GetValueOrDefault(fold.Projection, Nothing)))
            .ToList();
        await store.Commit(advances, cancellation);
        return advances;
    }

    private static readonly IReadOnlyDictionary<Guid, object> Nothing = new Dictionary<Guid, object>();

    private void Take(LogPage page, IReadOnlyDictionary<Projection, LogPosition> positions, Dictionary<Projection, ProjectionFold> folds)
    {
        var before = LogPosition.Start;
        foreach (var source in page.Events)
        {
            var decoded = new Lazy<DecodedEvent>(() => codec.Decode(source));
            foreach (var projection in families.Declaring(source.Type))
            {
                if (folds.TryGetValue(projection, out var fold) && source.Position > positions[projection])
                {
                    fold.Take(source, before > positions[projection] ? before : positions[projection], decoded);
                }
            }

            before = source.Position;
        }
    }

    private async Task LoadLinks(IEnumerable<ProjectionFold> folds, CancellationToken cancellation)
    {
        var asking = folds.Where(fold => fold.UnknownStreams.Count > 0).ToList();
        var links = await store.Links([.. asking.Select(fold => (fold.Projection.Storage, fold.UnknownStreams.ToArray()))], cancellation);
        foreach (var (fold, known) in asking.Zip(links))
        {
            fold.Follow(known);
        }
    }

    private async Task<Dictionary<Projection, IReadOnlyDictionary<Guid, object>>> LoadDocuments(
        IEnumerable<ProjectionFold> folds, CancellationToken cancellation)
    {
        var wanted = folds
            .Select(fold => (fold.Projection, Ids: fold.DocumentsToChange().ToArray()))
            .Where(asked => asked.Ids.Length > 0)
            .ToList();
        var documents = await store.Documents(wanted, cancellation);
        return wanted.Zip(documents).ToDictionary(pair => pair.First.Projection, pair => pair.Second);
    }

    private static Advance AdvanceOf(
        ProjectionFold fold, LogPosition from, LogPosition end, IReadOnlyDictionary<Guid, object> documents)
    {
        var changed = fold.Run(documents);
        return new Advance(
            fold.Projection, from, fold.Halt?.Before ?? end, fold.NewLinks,
            changed.ToDictionary(
                document => document.Key,
                document => document.Value is { } value
                    ? JsonSerializer.SerializeToUtf8Bytes(value, fold.Projection.Document, MarketplaceJson.Options)
                    : null),
            fold.Halt);
    }
}
