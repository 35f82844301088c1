using System.Diagnostics;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Proving;

/// <summary>What rebuilding a read model takes.</summary>
/// <param name="Events">How many there are to read: as many to a stretch of the log as there are at its beginning, where it is too long to count.</param>
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
        var model = new ModelInMemory(projection, codec, (await Skips.Read(database, cancellation)).Of(projection));
        var measured = await Measure(log, model, cancellation);
        await using var size = database.CreateCommand(
            $"select coalesce(max(pg_total_relation_size('{ReadStore.Schema}.mt_doc_' || storage)), 0)::bigint from read.projection where name = $1 and live");
        size.Parameters.Add(new() { Value = projection.Name });
        var disk = (long)(await size.ExecuteScalarAsync(cancellation))!;
        var (events, rate) = (measured.EventsUpTo(end), Math.Max(1, measured.Events / measured.Time.TotalSeconds));
        return new RebuildPlan(projection.Name, projection.Version, events, Math.Round(rate), Math.Ceiling(events / rate), disk);
    }

    private static async Task<Measured> Measure(IEventStore log, ModelInMemory model, CancellationToken cancellation)
    {
        var (events, position, started) = (0, LogPosition.Start, Stopwatch.GetTimestamp());
        await foreach (var page in log.Read(LogPosition.Start, ReadUntil.End, cancellation))
        {
            model.Take(page.Events);
            (events, position) = (events + page.Events.Count, page.Position);
            if (events >= MostMeasured)
            {
                break;
            }
        }

        return new Measured(events, position, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>The log's beginning, as it was folded.</summary>
    private sealed record Measured(int Events, LogPosition Position, TimeSpan Time)
    {
        /// <summary>Positions may be numbers of events, or bytes.</summary>
        public long EventsUpTo(LogPosition end) => end <= Position ? Events : (long)Math.Round(Events * ((double)end.Value / Position.Value));
    }
}
