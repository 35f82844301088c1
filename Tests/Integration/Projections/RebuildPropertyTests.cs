using CsCheck;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Projections.Storage;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

[Collection(PostgresCollection.Name)]
public sealed class RebuildPropertyTests(PostgresFixture postgres)
{
    private readonly HashSet<string> _types = [];

    [Fact]
    public async Task What_is_followed_and_what_is_rebuilt_is_what_folding_in_memory_gives_whatever_happens_in_between()
    {
        await Gen.Select(Gen.Int, Gen.Int[1, 120], Gen.Int[1, 200], Gen.Long[500, 40_000], Gen.Enum<Deed>().Array[3, 8]).SampleAsync(
            async (seed, largestCut, longestPage, stretch, deeds) =>
            {
                await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
                await ReadSchema.Prepare(database, ReadModels.All, CancellationToken.None);
                var options = Reworked.Small with { LongestPage = longestPage, RebuildBytes = stretch * ReadModels.All.Count };
                var life = new LifeOfModels(database, seed, largestCut, options);
                foreach (var deed in deeds)
                {
                    await life.Do(deed);
                }

                await life.Ends();
                _types.UnionWith(life.Log.Events.Select(recorded => recorded.Type));
            },
            iter: 12,
            threads: 1);
        Assert.Superset(new HashSet<string> { "assignment.checked-in.v1", "assignment.checked-in.v2" }, _types);
    }
}

/// <summary>What may happen to a log and its read models.</summary>
public enum Deed
{
    Tell,
    TellWhatCannotBeTaken,
    Run,
    RunWhileTellingAndRebuilding,
    RebuildUntilBroken,
    Rebuild,
    SwitchOrBack,
    Skip,
    Drop,
}

/// <summary>A random life of all read models: the log's pages are cut at random, and whatever works breaks off at a random step and is started again.</summary>
internal sealed class LifeOfModels
{
    private readonly NpgsqlDataSource _database;
    private readonly ProjectionOptions _options;
    private readonly SampleHistory _history;
    private readonly Builds _builds;
    private readonly Random _chance;

    public LifeOfModels(NpgsqlDataSource database, int seed, int largestCut, ProjectionOptions options)
    {
        (_database, _options, _chance) = (database, options, new Random(seed));
        var cuts = new Random(seed);
        Log = new ScriptedLog(Reworked.Codec, waiting =>
        {
            lock (cuts)
            {
                return cuts.Next(1, Math.Min(waiting, largestCut) + 1);
            }
        });
        _history = new SampleHistory(Log, seed).Tell(helpers: 3, employers: 2, jobs: 6, applications: 8);
        _builds = new Builds(database, Log, Reworked.Codec, options);
    }

    public ScriptedLog Log { get; }

    public Task Do(Deed deed) => deed switch
    {
        Deed.Tell => Told(() => _history.Tell(helpers: 1, employers: 1, jobs: 3, applications: 3)),
        Deed.TellWhatCannotBeTaken => Told(TellWhatCannotBeTaken),
        Deed.Run => Run(() => Task.CompletedTask),
        Deed.RunWhileTellingAndRebuilding => Run(async () =>
        {
            var rebuilding = Record.ExceptionAsync(() => Rebuild(BreakingOff(60)));
            await Do(Deed.Tell);
            await rebuilding;
        }),
        Deed.RebuildUntilBroken => Record.ExceptionAsync(() => Rebuild(BreakingOff(60))),
        Deed.Rebuild => Rebuild(_options),
        Deed.SwitchOrBack => MayBeRefused(_chance.Next(2) == 0
            ? _builds.Switch(AnyModel(), CancellationToken.None)
            : _builds.Rollback(AnyModel(), asItStands: false, CancellationToken.None)),
        Deed.Skip => Skip(),
        _ => _builds.Drop(AnyModel(), storage: null, CancellationToken.None),
    };

    /// <summary>In the end every build that has come to the log's end holds what folding in memory gives, byte for byte, and all that serve have.</summary>
    public async Task Ends()
    {
        await using var host = await ProjectionHost.Start(_database, Log, options: _options);
        await using var together = new Together();
        await together.Until("All that serve to come to the log's end", async _ =>
        {
            await Skip();
            return await HaveCome(ReadModels.All, Log.End, orHalted: false);
        });

        Assert.Empty((await Rebuild(_options)).Halts);
        foreach (var model in ReadModels.All)
        {
            await host.CatchUp(Log.End, model);
            var skipped = (await host.Status.Skipped(CancellationToken.None)).Where(skip => skip.Name == model.Name).Select(skip => skip.Position).ToHashSet();
            var expected = await ProjectionHost.Expected(_database, model, Log.Events.Where(recorded => !skipped.Contains(recorded.Position)));
            Assert.Equal(expected, await ProjectionHost.Stored(_database, model));
            foreach (var build in (await host.Status.Read(CancellationToken.None)).Where(build => build.Name == model.Name && build.Position == Log.End))
            {
                Assert.Equal(expected, await ProjectionHost.Stored(_database, ReadStore.TableOf(build.Storage)));
            }
        }
    }

    private static async Task MayBeRefused(Task asked) => Assert.True(await Record.ExceptionAsync(() => asked) is null or RebuildException);

    private static Task Told(Action tell)
    {
        tell();
        return Task.CompletedTask;
    }

    private void TellWhatCannotBeTaken()
    {
        var job = StreamName.Of("job", _history.Jobs[_chance.Next(_history.Jobs.Count)].Job.Value);
        Log.Record(job, new EventData(Guid.CreateVersion7(), "job.closed.v1", """{"reason":7}"""u8.ToArray(), Log.Events[0].Metadata));
    }

    /// <summary>One or two runners of some read models each, which break off on their way, until one of the models has come somewhere.</summary>
    private async Task Run(Func<Task> meanwhile)
    {
        var models = SomeModels();
        await using var one = await ProjectionHost.Start(_database, Log, models, BreakingOff(20));
        await using var other = _chance.Next(2) == 0 ? await ProjectionHost.Start(_database, Log, SomeModels(), BreakingOff(20)) : null;
        await meanwhile();
        var (model, position) = (models[_chance.Next(models.Count)], new LogPosition(_chance.Next(1, Log.Events.Count + 1)));
        await using var together = new Together();
        await together.Until($"{model} to come to {position}", _ => HaveCome([model], position, orHalted: true));
    }

    private async Task<bool> HaveCome(IReadOnlyList<Projection> models, LogPosition position, bool orHalted) =>
        (await new ProjectionStatus(_database).Read(CancellationToken.None))
        .Where(build => build.Live && models.Any(model => model.Name == build.Name))
        .All(build => build.Position >= position || (orHalted && build.Halt is not null));

    private async Task Skip()
    {
        foreach (var build in (await new ProjectionStatus(_database).Read(CancellationToken.None)).Where(build => build.Halt is not null))
        {
            var model = ReadModels.All.Single(model => model.Name == build.Name);
            await MayBeRefused(_builds.Skip(model, build.Halt!.Position, "It is no use.", "tester", CancellationToken.None));
        }
    }

    private async Task<RebuildProgress> Rebuild(ProjectionOptions options)
    {
        RebuildProgress? last = null;
        await foreach (var progress in new Rebuild(_database, Log, Reworked.Codec, options).Run(ReadModels.All, CancellationToken.None))
        {
            last = progress;
        }

        return last!;
    }

    private Projection AnyModel() => ReadModels.All[_chance.Next(ReadModels.All.Count)];

    private List<Projection> SomeModels() => [.. ReadModels.All.OrderBy(_ => _chance.Next()).Take(_chance.Next(1, ReadModels.All.Count + 1))];

    /// <summary>Breaks off once, at one of the first steps, whichever that is.</summary>
    private ProjectionOptions BreakingOff(int latest)
    {
        var left = _chance.Next(1, latest);
        return _options with
        {
            AtStep = _ =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    throw new InvalidOperationException("Broken off.");
                }
            },
        };
    }
}
