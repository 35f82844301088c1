using System.Diagnostics;

namespace LaborMarketplace.Http.Authentication;

/// <summary>A key in a file that only its owner can read, which is made once and stays for ever.</summary>
public static class KeyFile
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Makes the file unless it is there: of several processes that try at once, one does.</summary>
    /// <remarks>
    /// It is written aside, under a lock, and then renamed: nobody reads half a key, and nobody replaces one. That a move does not overwrite would not
    /// do, since .NET looks whether the file is there and renames then.
    /// </remarks>
    /// <param name="file">Where it is to be.</param>
    /// <param name="make">What it is to hold.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void MakeOnce(string file, Func<byte[]> make)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var (began, turn) = (Stopwatch.GetTimestamp(), new SpinWait());
        while (!File.Exists(file))
        {
            try
            {
                MakeAlone(file, make);
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(began) < Patience)
            {
                // Somebody else is making it.
                turn.SpinOnce();
            }
        }
    }

    private static void MakeAlone(string file, Func<byte[]> make)
    {
        var draft = $"{file}.draft";
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var alone = new FileStream(draft, options);
        if (File.Exists(file))
        {
            File.Delete(draft);
            return;
        }

        alone.SetLength(0);
        alone.Write(make());
        alone.Flush(flushToDisk: true);
        File.Move(draft, file);
    }
}
