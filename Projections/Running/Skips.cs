using System.Collections.Frozen;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Running;

/// <summary>Which events the versions of the read models pass over, since a person said so.</summary>
internal sealed class Skips
{
    private readonly FrozenDictionary<(string Name, int Version), FrozenSet<LogPosition>> _byVersion;

    private Skips(IEnumerable<SkippedEvent> skipped) => _byVersion = skipped
        .GroupBy(skip => (skip.Name, skip.Version), skip => skip.Position)
        .ToFrozenDictionary(group => group.Key, group => group.ToFrozenSet());

    public static async Task<Skips> Read(NpgsqlDataSource database, CancellationToken cancellation) => new(await database.Skipped(cancellation));

    public IReadOnlySet<LogPosition> Of(Projection projection) =>
        _byVersion.GetValueOrDefault((projection.Name, projection.Version), FrozenSet<LogPosition>.Empty);
}
