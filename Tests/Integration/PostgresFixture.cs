using LaborMarketplace.Cli.Embedded;

namespace LaborMarketplace.Tests.Integration;

/// <summary>Classes that need PostgreSQL share one cluster, one after the other; each makes a database of its own.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "PostgreSQL";
}

/// <summary>A real cluster with the settings of the embedded default, in a temporary folder.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketplace-tests-").FullName;
    private PostgresCluster? _cluster;

    public PostgresCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster has not been started.");

    /// <summary>A new, empty database; the answer is how it is reached.</summary>
    public Task<string> CreateDatabase() => Cluster.CreateDatabase($"test-{Guid.CreateVersion7():N}", CancellationToken.None);

    public async Task InitializeAsync() => _cluster = await PostgresCluster.Start(_folder, _ => { }, CancellationToken.None);

    public async Task DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
