using LaborMarketplace.EventStore;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LaborMarketplace.Tests.Worker;

/// <summary>Where read models are worked on.</summary>
/// <param name="AtStep">Is told of each step.</param>
public sealed record Workplace(NpgsqlDataSource Database, IEventStore Log, Action<BuildStep> AtStep)
{
    private static readonly EventCodec Codec = EventCodec.OfMarketplace();

    private ProjectionOptions Options => WorkerOptions.Of(AtStep);

    public Builds Builds => new(Database, Log, Codec, Options);

    /// <summary>Does a piece of work; one that follows the log goes on until it is cancelled.</summary>
    public async Task Do(Work work, CancellationToken cancellation)
    {
        var models = Models.Of(work);
        switch (work)
        {
            case Work.RebuildAll or Work.ResumeRebuild or Work.RebuildInVain or Work.ResumeHalted:
                await Rebuild(models, cancellation);
                break;
            case Work.Switch or Work.SwitchToNext:
                await Builds.Switch(models[0], cancellation);
                break;
            case Work.RollBack:
                await Builds.Rollback(models[0], asItStands: false, cancellation);
                break;
            case Work.Drop:
                await Builds.Drop(models[0], storage: null, cancellation);
                break;
            default:
                using (var host = Runner(models, work == Work.RebuildOnStart))
                {
                    await host.RunAsync(cancellation);
                }

                break;
        }
    }

    /// <returns>What halts, by build.</returns>
    public async Task<IReadOnlyDictionary<string, string>> Rebuild(IReadOnlyList<Projection> models, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, string> halts = new Dictionary<string, string>();
        var log = new GrowingLog(Log);
        await foreach (var progress in new Rebuild(Database, log, Codec, WorkerOptions.Of(Passing)).Run(models, cancellation))
        {
            halts = progress.Halts;
        }

        return halts;

        void Passing(BuildStep step)
        {
            AtStep(step);
            if (step == BuildStep.IndexesMade)
            {
                log.LetTheNextReaderWait();
            }
        }
    }

    /// <summary>A host that follows the log.</summary>
    public IHost Runner(IReadOnlyList<Projection> models, bool rebuildOnStart)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(Database).AddSingleton(Log).AddSingleton(TimeProvider.System).AddSingleton(Codec);
        builder.Services.AddSingleton(Options with { RebuildOnStart = rebuildOnStart });
        builder.Services.AddProjections(models);
        return builder.Build();
    }
}
