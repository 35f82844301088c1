namespace LaborMarketplace.Cli;

/// <summary>What the embedded marketplace keeps on disk.</summary>
internal sealed record DataFolder(string Path)
{
    public string Database => System.IO.Path.Combine(Path, "postgresql");

    /// <summary>The local issuer's private key; in another place where the doors' own setting says so.</summary>
    public string TokenKey => Environment.GetEnvironmentVariable("Authentication__LocalKeyFile") ?? System.IO.Path.Combine(Path, "keys", "tokens.pem");

    /// <summary>The secret that contact codes and e-mail reservations are keyed with.</summary>
    public string Secret => System.IO.Path.Combine(Path, "keys", "secret");

    public string Mail => System.IO.Path.Combine(Path, "mail");

    /// <summary>Says when made-up people were brought in.</summary>
    public string SampleMarker => System.IO.Path.Combine(Path, "sample");

    /// <returns>Whether there was anything to remove.</returns>
    public bool Remove()
    {
        var there = Directory.Exists(Path);
        if (there)
        {
            Directory.Delete(Path, recursive: true);
        }

        return there;
    }
}
