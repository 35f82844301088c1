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
        for (var round = 0; round < 50; round++)
        {
            var (file, secrets) = (Path.Combine(_folder, $"{round}", "secret"), new byte[16][]);
            Parallel.For(0, secrets.Length, index => secrets[index] = SecretFile.ReadOrMake(file));
            Assert.All(secrets, secret => Assert.Equal(secrets[0], secret));
            Assert.Equal(32, secrets[0].Length);
            Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
        }
    }

    [Fact]
    public void Is_made_though_one_who_was_at_it_was_killed()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllBytes($"{File}.draft", [1, 2, 3]);
        Assert.Equal(32, SecretFile.ReadOrMake(File).Length);
        Assert.Equal([File], Directory.GetFiles(Path.GetDirectoryName(File)!));
    }
}
