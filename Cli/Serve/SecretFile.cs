using System.Security.Cryptography;

namespace LaborMarketplace.Cli.Serve;

/// <summary>The marketplace's secret, in a file that only its owner can read.</summary>
internal static class SecretFile
{
    private const int Bytes = 32;

    /// <summary>Reads the secret; the first who asks makes it, and of several at once, one.</summary>
    public static byte[] ReadOrMake(string file)
    {
        if (!File.Exists(file))
        {
            Make(file);
        }

        return File.ReadAllBytes(file);
    }

    /// <remarks>Written aside and moved without overwriting, so that nobody reads half a secret and nobody replaces one.</remarks>
    private static void Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var draft = $"{file}.{Guid.NewGuid():N}.draft";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var made = new FileStream(draft, options))
        {
            made.Write(RandomNumberGenerator.GetBytes(Bytes));
        }

        try
        {
            File.Move(draft, file);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another process was first, and its secret is the one.
            File.Delete(draft);
        }
    }
}
