using CsCheck;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

[Collection(PostgresCollection.Name)]
public sealed class RebuildPropertyTests(PostgresFixture postgres)
{
    private enum Deed
    {
        Tell,
        RunAWhile,
        RebuildUntilBroken,
        Rebuild,
        SwitchOrBack,
    }

    [Fact]
    public async Task What_is_followed_and_what_is_rebuilt_is_what_folding_in_memory_gives_whatever_happens_in_between() =>
        await Gen.Select(Gen.Int, Gen.Int[1, 120], Gen.Long[500, 40_000], Gen.Enum<Deed>().Array[2, 7]).SampleAsync(
            async (seed, largestPage, stretch, deeds) =>
            {
                var chance = new Random(seed);
                await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
                await ReadSchema.Prepare(database, ReadModels.All, CancellationToken.None);
                var log = new ScriptedLog(Reworked.Codec, waiting => chance.Next(1, Math.Min(waiting, largestPage) + 1));
                var history = new SampleHistory(log, seed).Tell(helpers: 3, employers: 2, jobs: 6, applications: 8);
                var options = Reworked.Small with { RebuildBytes = stretch * ReadModels.All.Count };
                foreach (var deed in deeds)
                {
                    await Do(deed, database, log, history, options, chance);
                }

                await Ends(database, log, options);
            },
            iter: 10,
            threads: 1);

    private static async Task Do(Deed deed, NpgsqlDataSource database, ScriptedLog log, SampleHistory history, ProjectionOptions options, Random chance)
    {
        switch (deed)
        {
            case Deed.Tell:
                history.Tell(helpers: 1, employers: 1, jobs: 3, applications: 3);
                break;
            case Deed.RunAWhile:
                await using (var host = await ProjectionHost.Start(database, log, options: BreakingAt(chance.Next(1, 20), options)))
                {
                    await host.CatchUp(new LogPosition(chance.Next(1, log.Events.Count)), ReadModels.All[chance.Next(ReadModels.All.Count)]);
                }

                break;
            case Deed.RebuildUntilBroken:
                await Record.ExceptionAsync(() => Rebuild(database, log, BreakingAt(chance.Next(1, 60), options)));
                break;
            case Deed.Rebuild:
                await Rebuild(database, log, options);
                break;
            case Deed.SwitchOrBack:
                var builds = new Builds(database, log, Reworked.Codec, options);
                var projection = ReadModels.All[chance.Next(ReadModels.All.Count)];
                await Record.ExceptionAsync(() => chance.Next(2) == 0 ? builds.Switch(projection, default) : builds.Rollback(projection, asItStands: false, default));
                break;
        }
    }

    private static async Task Ends(NpgsqlDataSource database, ScriptedLog log, ProjectionOptions options)
    {
        await Rebuild(database, log, options);
        await using var host = await ProjectionHost.Start(database, log, options: options);
        foreach (var projection in ReadModels.All)
        {
            await host.CatchUp(log.End, projection);
            var expected = await ProjectionHost.Expected(database, projection, log.Events);
            Assert.Equal(expected, await ProjectionHost.Stored(database, projection));
            foreach (var build in (await host.Status.Read(CancellationToken.None)).Where(build => build.Name == projection.Name && build.Position == log.End))
            {
                Assert.Equal(expected, await ProjectionHost.Stored(database, ReadStore.TableOf(build.Storage)));
            }
        }
    }

    private static async Task Rebuild(NpgsqlDataSource database, ScriptedLog log, ProjectionOptions options)
    {
        await foreach (var progress in new Rebuild(database, log, Reworked.Codec, options).Run(ReadModels.All, CancellationToken.None))
        {
            Assert.Empty(progress.Halts);
        }
    }

    /// <summary>Breaks off once, at whatever the nth step is.</summary>
    private static ProjectionOptions BreakingAt(int number, ProjectionOptions options)
    {
        var passed = 0;
        return options with
        {
            AtStep = _ =>
            {
                if (Interlocked.Increment(ref passed) == number)
                {
                    throw new InvalidOperationException("Broken off.");
                }
            },
        };
    }
}
