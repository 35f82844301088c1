using System.Globalization;
using EventStoreDb.Client;
using LaborMarketplace.EventStore;
using LaborMarketplace.EventStore.EventStoreDb;
using LaborMarketplace.EventStore.Postgres;
using LaborMarketplace.Projections.Running;
using LaborMarketplace.Tests.Worker;
using Npgsql;

// Does one piece of work on read models. It waits for a line on its input before it begins, so that it can be started early, and for another at one
// step, where whoever started it may end it. It ends with its input.
// Arguments: the database, the log's EventStoreDB and prefix (empty for the database), the work, the step, how many times the step is passed before.
var (node, prefix, work, step) = (args[1], args[2], Enum.Parse<Work>(args[3]), Enum.Parse<BuildStep>(args[4]));
var before = int.Parse(args[5], CultureInfo.InvariantCulture);
using var told = new SemaphoreSlim(0);
new Thread(Listen) { IsBackground = true }.Start();
await using var database = NpgsqlDataSource.Create(args[0]);
IEventStore stored = node.Length == 0
    ? await PostgresEventStore.Open(args[0])
    : await EventStoreDbEventStore.Open(EventStoreDbConnectionString.Parse(node), prefix: prefix);
await using var open = (IAsyncDisposable)stored;
told.Wait();
await new Workplace(database, new ShortPages(stored, WorkerOptions.PageEvents), AtStep).Do(work, CancellationToken.None);
Console.WriteLine("done");

void AtStep(BuildStep passed)
{
    if (passed == step && Interlocked.Decrement(ref before) == -1)
    {
        Console.WriteLine($"at {step}");
        told.Wait();
    }
}

void Listen()
{
    while (Console.ReadLine() is not null)
    {
        told.Release();
    }

    Environment.Exit(1);
}
