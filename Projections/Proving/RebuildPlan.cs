using System.Diagnostics;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Proving;

/// <summary>What rebuilding a read model takes.</summary>
/// <param name="Events">How many there are to read: as many to a stretch of the log as there are at its beginning, where it is too long to count.</param>
/// <param name="MeasuredEvents">
/// What the time rests on: so many events at the log's beginning were read, folded, written to a table that was thrown away, and indexed.
/// </param>
/// <param name="EventsPerSecond">As measured, one after the other; a rebuild folds while it writes.</param>
/// <param name="Seconds">Expected, to do so with them all.</param>
/// <param name="DiskBytes">Expected: as much as the build that serves takes, with its indexes and links.</param>
public sealed record RebuildPlan(string Name, int Version, long Events, long MeasuredEvents, double EventsPerSecond, double Seconds, long DiskBytes)
{
    private const int MostMeasured = 20_000;

    /// <exception cref="FoldException">The log cannot be folded; the message names the event.</exception>
    public static async Task<RebuildPlan> Make(
        NpgsqlDataSource database, IEventStore log, EventCodec codec, Projection projection, LogPosition end, CancellationToken cancellation)
    {
        var model = new ModelInMemory(projection, codec, (await Skips.Read(database, cancellation)).Of(projection));
        var measured = await Measure(database, log, model, projection, cancellation);
        var (events, rate) = (measured.EventsUpTo(end), Math.Max(1, measured.Events / measured.Time.TotalSeconds));
        return new RebuildPlan(
            projection.Name, projection.Version, events, measured.Events, Math.Round(rate), Math.Ceiling(events / rate),
            await DiskOf(projection, database, cancellation));
    }

    private static async Task<Measured> Measure(
        NpgsqlDataSource database, IEventStore log, ModelInMemory model, Projection projection, CancellationToken cancellation)
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

        await TrialTables.Write(database, model, projection, cancellation);
        return new Measured(events, position, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>The links of all builds share a table, so a build's part of it goes by their number.</summary>
    private static async Task<long> DiskOf(Projection projection, NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var size = connection.Unhurried(
            $"""
            select coalesce(max(
                pg_total_relation_size('{ReadStore.Schema}.mt_doc_' || serving.storage)
                + pg_total_relation_size('read.projection_link') * links.own / greatest(links.together, 1)), 0)::bigint
            from read.projection serving
            cross join lateral (
                select count(*) filter (where link.storage = serving.storage) as own, count(*) as together from read.projection_link link) links
            where serving.name = $1 and serving.live
            """).With(Sql.Value(projection.Name));
        return (long)(await size.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The log's beginning, as it was folded and written.</summary>
    private sealed record Measured(int Events, LogPosition Position, TimeSpan Time)
    {
        /// <summary>Positions may be numbers of events, or bytes.</summary>
        public long EventsUpTo(LogPosition end) => end <= Position ? Events : (long)Math.Round(Events * ((double)end.Value / Position.Value));
    }
}
