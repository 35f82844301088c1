using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.Postgres;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Rebuilding;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Tests.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

// Does one piece of work on the read model of the tests, and waits at one step for a line on its input; whoever started it may end it there.
// Arguments: connection string, work (run, rebuild, switch, rollback), step, how many times the step is passed before.
var (work, step, before) = (args[1], Enum.Parse<BuildStep>(args[2]), int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture));
var options = WorkerOptions.Of(passed =>
{
    if (passed == step && before-- == 0)
    {
        Console.WriteLine($"at {step}");
        Console.ReadLine();
    }
});

await using var database = NpgsqlDataSource.Create(args[0]);
await using var stored = await PostgresEventStore.Open(args[0]);
var log = new ShortPages(stored, WorkerOptions.PageEvents);
var codec = EventCodec.OfMarketplace();
switch (work)
{
    case "rebuild":
        await foreach (var progress in new Rebuild(database, log, codec, options).Run([JobChanges.Projection], CancellationToken.None))
        {
            Console.WriteLine(progress.Stage);
        }

        break;
    case "switch":
        await new Builds(database, log, codec, options).Switch(JobChanges.Projection, CancellationToken.None);
        break;
    case "rollback":
        await new Builds(database, log, codec, options).Rollback(JobChanges.Projection, asItStands: false, CancellationToken.None);
        break;
    default:
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.Services.AddSingleton(database).AddSingleton<IEventStore>(log).AddSingleton(TimeProvider.System).AddSingleton(codec).AddSingleton(options);
        builder.Services.AddProjections([JobChanges.Projection]);
        using (var host = builder.Build())
        {
            await host.RunAsync();
        }

        break;
}

Console.WriteLine("done");
