using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Projections.Rebuilding;

/// <summary>Builds read models afresh from the log, in tables beside those that serve. What serves is not touched.</summary>
/// <remarks>
/// The log is read once for all of them. A rebuild that is broken off, however that comes about, is taken up by the next one of the same
/// program where its last transaction left it, and begun again by another program; or it is dropped.
/// </remarks>
public sealed class Rebuild(NpgsqlDataSource database, IEventStore log, EventCodec codec, ProjectionOptions options)
{
    private static readonly TimeSpan PauseBeforeAskingAgain = TimeSpan.FromMilliseconds(20);

    /// <summary>Rebuilds until the builds are level with what serves, and tells how far it is. Whoever stops listening stops it.</summary>
    /// <param name="projections">The definitions.</param>
    /// <exception cref="RebuildException">Another rebuild of one of them is at work, or took this one over.</exception>
    public async IAsyncEnumerable<RebuildProgress> Run(IReadOnlyList<Projection> projections, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var told = Channel.CreateBounded<RebuildProgress>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var working = Work(projections, told.Writer, leaving.Token);
        try
        {
            await foreach (var progress in told.Reader.ReadAllAsync(cancellation))
            {
                yield return progress;
            }
        }
        finally
        {
            await leaving.CancelAsync();
            await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Work(IReadOnlyList<Projection> projections, ChannelWriter<RebuildProgress> told, CancellationToken cancellation)
    {
        try
        {
            await ReadSchema.Prepare(database, projections, cancellation);
            await using var tenure = await Tenure.Begin(database, options, cancellation);
            var builds = await Begin(projections, tenure, cancellation);
            try
            {
                await Build(builds, tenure, new RebuildReport(told, builds, await log.End(cancellation)), cancellation);
            }
            catch (NpgsqlException failure) when (!cancellation.IsCancellationRequested)
            {
                await CheckOwned(builds, failure, cancellation);
                throw new RebuildException(
                    $"PostgreSQL failed the rebuild ({failure.GetBaseException().Message}). What was written stays: rebuild again, and it goes on from there.",
                    failure);
            }
            finally
            {
                foreach (var build in builds)
                {
                    await build.DisposeAsync();
                }
            }

            told.Complete();
        }
        catch (LeaseLostException lost)
        {
            told.Complete(new RebuildException("The rebuild was taken over by another, or dropped.", lost));
        }
        catch (Exception exception)
        {
            told.Complete(exception);
        }
    }

    private async Task<IReadOnlyList<BulkBuild>> Begin(IReadOnlyList<Projection> projections, Tenure tenure, CancellationToken cancellation)
    {
        var store = new ProjectionStore(database, tenure.Runner);
        var writer = new BulkWriter(database, store, options);
        var pages = new CatchingUp(database, log, codec, options, tenure.Runner);
        var builds = new List<BulkBuild>();
        foreach (var (held, position) in await tenure.BeginBuilds(projections, cancellation))
        {
            options.AtStep(BuildStep.BuildBegun);
            await ReadSchema.MakeTable(database, tenure.Runner, held, cancellation);
            options.AtStep(BuildStep.TableMade);
            var set = new WorkingSet(held.Build, store, empty: position == LogPosition.Start);
            builds.Add(new BulkBuild(held, position, set, writer, Skipped, pages, options.RebuildBytes / projections.Count));

            async Task<IReadOnlySet<LogPosition>> Skipped(CancellationToken asking) => (await Skips.Read(database, asking)).Of(held.Projection);
        }

        return builds;
    }

    /// <summary>Whoever took a build over may have ended this process's transaction, or written the same documents: then the failure says nothing.</summary>
    /// <exception cref="LeaseLostException">Somebody did.</exception>
    private async Task CheckOwned(IReadOnlyList<BulkBuild> builds, NpgsqlException failure, CancellationToken cancellation)
    {
        foreach (var held in builds.Where(build => !build.Finished).Select(build => build.Held))
        {
            await using var owned = database.CreateCommand("select true from read.projection where storage = $1 and epoch = $2")
                .With(Sql.Value(held.Build.Storage), Sql.Value(held.Epoch));
            if (await owned.ExecuteScalarAsync(cancellation) is null)
            {
                throw new LeaseLostException($"The build {held.Build} is another process's now, or was dropped.", failure);
            }
        }
    }

    private async Task Build(IReadOnlyList<BulkBuild> builds, Tenure tenure, RebuildReport report, CancellationToken cancellation)
    {
        var families = new EventFamilies(codec.Registry, builds.Select(build => build.Held.Projection));
        report.Tell(RebuildStage.Reading);
        await foreach (var page in DecodedPages.Read(log, codec, families, builds.Min(build => build.Position), options, cancellation))
        {
            await (builds.Count == 1
                ? builds[0].Fold(page, cancellation)
                : Task.WhenAll(builds.Select(build => Task.Run(() => build.Fold(page, cancellation), cancellation))));
            report.Read(page);
        }

        await Task.WhenAll(builds.Select(build => build.Flush(cancellation)));
        report.Tell(RebuildStage.Indexing);
        await Task.WhenAll(builds.Where(build => build.Halt is null).Select(build => build.Index(cancellation)));
        options.AtStep(BuildStep.IndexesMade);
        report.Tell(RebuildStage.CatchingUp);
        foreach (var build in builds.Where(build => build.Halt is null))
        {
            await Finish(build, tenure, report, cancellation);
        }

        report.Tell(RebuildStage.Finished);
    }

    /// <summary>Follows the log until the build is level with what serves, and hands it over to the runners.</summary>
    private async Task Finish(BulkBuild build, Tenure tenure, RebuildReport report, CancellationToken cancellation)
    {
        var following = new CatchingUp(database, log, codec, options, tenure.Runner);
        var (position, began) = (build.Position, Stopwatch.GetTimestamp());
        while (true)
        {
            var serving = await Serving(build.Held.Projection, cancellation);
            (position, var halt) = await following.ToEnd(build.Held, position, cancellation);
            if (halt is not null)
            {
                report.Halted(build.Held.Build, halt);
                return;
            }

            if (await HandOver(build.Held, cancellation))
            {
                build.Finished = true;
                options.AtStep(BuildStep.BuildFinished);
                return;
            }

            // What serves has come from the log. Only a replica of it may not have it yet, or an older log.
            if (serving?.Position > position && Stopwatch.GetElapsedTime(began) > options.AheadOfLog)
            {
                throw new RebuildException(
                    $"{serving.Storage}, which serves, stands at position {serving.Position}, and the log ends at {position}: the log is an older one "
                    + "than the read models follow from. Stop all that runs, drop the schemas read and process, and start again: both are made from the log.");
            }

            await Task.Delay(PauseBeforeAskingAgain, TimeProvider.System, cancellation);
        }
    }

    private async Task<Checkpoint?> Serving(Projection projection, CancellationToken cancellation) =>
        (await database.Checkpoints(cancellation)).SingleOrDefault(build => build.Name == projection.Name && build.Live);

    private async Task<bool> HandOver(Held held, CancellationToken cancellation)
    {
        await using var finish = database.CreateCommand("select read.finish_build($1, $2)").With(Sql.Value(held.Build.Storage), Sql.Value(held.Epoch));
        return await ProjectionStore.Refusing(database, [held.Build], () => finish.ExecuteScalarAsync(cancellation)) is true;
    }
}
