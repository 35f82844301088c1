using LaborMarketplace.Cli.Serve;

namespace LaborMarketplace.Tests.Unit.Cli;

public sealed class SecretFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marketplace-tests-").FullName;

    private string File => Path.Combine(_folder, "keys", "secret");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Stays_the_same() => Assert.Equal(SecretFile.ReadOrMake(File), SecretFile.ReadOrMake(File));

    [Fact]
    public void Is_one_for_all_who_start_at_once()
    {
        var secrets = new byte[32][];
        Parallel.For(0, secrets.Length, index => secrets[index] = SecretFile.ReadOrMake(File));
        Assert.All(secrets, secret => Assert.Equal(secrets[0], secret));
        Assert.Equal(32, secrets[0].Length);
        Assert.Equal([File], Directory.GetFiles(Path.GetDirectoryName(File)!));
    }
}
