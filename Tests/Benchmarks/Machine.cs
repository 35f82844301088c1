using System.Globalization;
using LaborMarketplace.Cli.Embedded;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>A PostgreSQL cluster with the settings of the embedded default, for one run.</summary>
internal sealed class Machine : IAsyncDisposable
{
    private readonly string _folder;
    private readonly PostgresCluster _cluster;

    private Machine(string folder, PostgresCluster cluster) => (_folder, _cluster) = (folder, cluster);

    public static async Task<Machine> Start()
    {
        var folder = Directory.CreateTempSubdirectory("marketplace-benchmarks-").FullName;
        return new Machine(folder, await PostgresCluster.Start(folder, Console.Error.WriteLine, CancellationToken.None));
    }

    /// <summary>The process that all of PostgreSQL's are children of.</summary>
    public int PostgresId => int.Parse(File.ReadLines(Path.Combine(_folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>A new, empty database; the answer is how it is reached.</summary>
    public Task<string> CreateDatabase() => _cluster.CreateDatabase($"benchmark-{Guid.CreateVersion7():N}", CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
