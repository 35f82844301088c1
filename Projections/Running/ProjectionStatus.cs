using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Running;

/// <summary>Tells how far each build of each projection has come, what it has halted at, and what is passed over.</summary>
public sealed class ProjectionStatus(NpgsqlDataSource database)
{
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public Task<IReadOnlyList<Checkpoint>> Read(CancellationToken cancellation) => database.Checkpoints(cancellation);

    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public Task<IReadOnlyList<SkippedEvent>> Skipped(CancellationToken cancellation) => database.Skipped(cancellation);
}
