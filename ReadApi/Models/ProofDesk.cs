using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Proving;
using LaborMarketplace.Projections.Running;
using Npgsql;

namespace LaborMarketplace.ReadApi.Models;

/// <summary>Compares read models, one at a time: each comparison takes its share of the memory. Thread-safe.</summary>
internal sealed class ProofDesk(NpgsqlDataSource database, IEventStore log, EventCodec codec, ProjectionOptions options)
{
    private int _busy;

    /// <returns>Null while another comparison is at work.</returns>
    public Task<Verdict?> Verify(Projection projection, int oneIn, CancellationToken cancellation) => Alone(() =>
        new Verification(database, log, codec, options).Run(projection, oneIn, _ => { }, cancellation));

    /// <returns>Null while another comparison is at work.</returns>
    public Task<BuildDifferences?> Compare(Projection projection, CancellationToken cancellation) => Alone(() =>
        new BuildComparison(database, log, codec, options).Run(projection, cancellation));

    public async Task<RebuildPlan> Plan(Projection projection, CancellationToken cancellation) =>
        await RebuildPlan.Make(database, log, codec, projection, await log.End(cancellation), cancellation);

    private async Task<T?> Alone<T>(Func<Task<T>> compare)
        where T : class
    {
        if (Interlocked.Exchange(ref _busy, 1) == 1)
        {
            return null;
        }

        try
        {
            return await compare();
        }
        finally
        {
            Interlocked.Exchange(ref _busy, 0);
        }
    }
}
