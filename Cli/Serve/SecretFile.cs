using System.Security.Cryptography;
using LaborMarketplace.Http.Authentication;

namespace LaborMarketplace.Cli.Serve;

/// <summary>The marketplace's secret.</summary>
internal static class SecretFile
{
    private const int Bytes = 32;

    /// <summary>Reads the secret; the first who asks makes it, and of several at once, one.</summary>
    public static byte[] ReadOrMake(string file)
    {
        KeyFile.MakeOnce(file, () => RandomNumberGenerator.GetBytes(Bytes));
        return File.ReadAllBytes(file);
    }
}
