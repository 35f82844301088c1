using LaborMarketplace.Commands;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Commands;

[Collection(PostgresCollection.Name)]
public sealed class SecretFingerprintTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Takes_the_first_secret_again_and_no_other()
    {
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabase());
        Assert.True(await SecretFingerprint.IsOf(database, [1, 2, 3], default));
        Assert.True(await SecretFingerprint.IsOf(database, [1, 2, 3], default));
        Assert.False(await SecretFingerprint.IsOf(database, [3, 2, 1], default));
    }
}
