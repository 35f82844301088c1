using LaborMarketplace.Tests.Benchmarks;
using LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

// dotnet run -c Release --project Tests/Benchmarks -- NAME|all [ROUNDS]
if (args is [BareEndpoint.Argument, var port, var file])
{
    return await BareEndpoint.Serve(port, file);
}

if (args is [EventStoreDbServer.DoubleArgument])
{
    return await EventStoreDbDoubleProgram.Run();
}

if (args is [EventStoreDbMemoryBenchmark.ReaderArgument, var address])
{
    return await EventStoreDbMemoryBenchmark.Read(address);
}

Benchmark[] benchmarks =
[
    new AppendBenchmark(), new ReadBenchmark(), new CommandBenchmark(), new GetBenchmark(), new VisibleBenchmark(), new MemoryBenchmark(), new FollowBenchmark(), new RebuildBenchmark(), new ScaleBenchmark(),
    new EventStoreDbAppendBenchmark(), new EventStoreDbReadBenchmark(), new EventStoreDbMemoryBenchmark(),
];
var name = args.ElementAtOrDefault(0) ?? "";
var rounds = int.TryParse(args.ElementAtOrDefault(1), out var given) ? given : 7;
var chosen = benchmarks.Where(benchmark => name == "all" || benchmark.Name == name).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"Name a benchmark: {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}, or all.");
    return 1;
}

await using var machine = await Machine.Start();
foreach (var benchmark in chosen)
{
    await Report.Write(benchmark, await benchmark.Run(machine, rounds));
}

return 0;
