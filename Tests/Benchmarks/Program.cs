using LaborMarketplace.Tests.Benchmarks;
using LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

// dotnet run -c Release --project Tests/Benchmarks -- NAME…|all [ROUNDS]
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
    new AppendBenchmark(), new ReadBenchmark(), new CommandBenchmark(), new GetBenchmark(), new VisibleBenchmark(), new MemoryBenchmark(),
    new FollowBenchmark(), new RebuildBenchmark(), new ScaleBenchmark(),
    new EventStoreDbAppendBenchmark(), new EventStoreDbReadBenchmark(), new EventStoreDbMemoryBenchmark(),
];
var (rounds, names) = args is [.. var before, var last] && int.TryParse(last, out var given) ? (given, before) : (7, args);
var unknown = names.Except([.. benchmarks.Select(benchmark => benchmark.Name), "all"]).ToList();
if (names.Length == 0 || unknown.Count > 0)
{
    var mistake = unknown.Count > 0 ? $"There is no benchmark {string.Join(", ", unknown)}. " : "";
    Console.Error.WriteLine($"{mistake}Name benchmarks: {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}, or all.");
    return 1;
}

var chosen = benchmarks.Where(benchmark => names.Contains("all") || names.Contains(benchmark.Name)).ToList();
await using var machine = await Machine.Start();
foreach (var benchmark in chosen)
{
    await Report.Write(benchmark, await benchmark.Run(machine, rounds));
}

return 0;
