using System.Diagnostics;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Proving;

/// <summary>What rebuilding a read model takes.</summary>
/// <param name="Events">How many there are to read.</param>
/// <param name="EventsPerSecond">As measured on the log's first events, which were folded and thrown away.</param>
/// <param name="Seconds">Expected, to fold them all.</param>
/// <param name="DiskBytes">Expected: as much as the table that serves takes, with its indexes.</param>
public sealed record RebuildPlan(string Name, int Version, long Events, double EventsPerSecond, double Seconds, long DiskBytes)
{
    private const int MostMeasured = 20_000;

    /// <exception cref="FoldException">The log cannot be folded; the message names the event.</exception>
    public static async Task<RebuildPlan> Make(
        NpgsqlDataSource database, IEventStore log, EventCodec codec, Projection projection, LogPosition end, CancellationToken cancellation)
    {
        var rate = await Measure(log, codec, projection, cancellation);
        await using var size = database.CreateCommand(
            $"select coalesce(max(pg_total_relation_size('{ReadStore.Schema}.mt_doc_' || storage)), 0)::bigint from read.projection where name = $1 and live");
        size.Parameters.Add(new() { Value = projection.Name });
        var disk = (long)(await size.ExecuteScalarAsync(cancellation))!;
        return new RebuildPlan(projection.Name, projection.Version, end.Value, Math.Round(rate), Math.Ceiling(end.Value / rate), disk);
    }

    private static async Task<double> Measure(IEventStore log, EventCodec codec, Projection projection, CancellationToken cancellation)
    {
        var (model, events, started) = (new ModelInMemory(projection, codec), 0, Stopwatch.GetTimestamp());
        await foreach (var page in log.Read(LogPosition.Start, ReadUntil.End, cancellation))
        {
            model.Take(page.Events);
            events += page.Events.Count;
            if (events >= MostMeasured)
            {
                break;
            }
        }

        return Math.Max(1, events / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
