using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace EventStoreDb.Client.Connection;

/// <summary>What TLS needs: whom to trust, and who one is. Thread-safe.</summary>
internal sealed class NodeCertificates : IDisposable
{
    private readonly EventStoreDbConnectionString _settings;
    private readonly X509Certificate2Collection? _authorities;
    private readonly X509Certificate2? _user;

    /// <summary>Reads the files that the connection string names.</summary>
    /// <exception cref="ArgumentException">A file is missing, or is not what it should be; the message says which.</exception>
    public NodeCertificates(EventStoreDbConnectionString settings)
    {
        _settings = settings;
        _authorities = settings is { Tls: true, TlsCaFile: { } authority } ? Read("tlsCaFile", authority, Authorities) : null;
        _user = settings is { Tls: true, UserCertFile: { } certificate, UserKeyFile: { } key }
            ? Read("userCertFile and userKeyFile", $"{certificate} and {key}", _ => User(certificate, key))
            : null;
    }

    /// <summary>How to open a connection.</summary>
    public SslClientAuthenticationOptions Options() => new()
    {
        ClientCertificates = _user is null ? null : [_user],
        CertificateChainPolicy = _authorities is null ? null : Chain(_authorities),
        RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Trusts(certificate, chain, errors),
    };

    public void Dispose()
    {
        _user?.Dispose();
        foreach (var authority in _authorities ?? [])
        {
            authority.Dispose();
        }
    }

    /// <summary>Whether a call failed because of a certificate, which no repetition makes valid.</summary>
    public static bool Refused(Exception? exception) =>
        exception is not null && (exception is AuthenticationException || Refused(exception.InnerException));

    /// <summary>The authorities that are given are trusted, and no others.</summary>
    private static X509ChainPolicy Chain(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    /// <exception cref="AuthenticationException">It is not to be trusted; the message says why, which a mere no would not.</exception>
    private bool Trusts(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        !_settings.TlsVerifyCert || errors == SslPolicyErrors.None ? true : throw new AuthenticationException(Words(certificate, chain, errors));

    private string Words(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return "the node shows no certificate";
        }

        var reasons = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            reasons.Add("it is not of the host that was asked");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            var trusted = _settings.TlsCaFile is { } file ? $"the authority in {file}" : "the authorities that this machine trusts";
            reasons.Add($"it does not lead back to {trusted} ({string.Join(' ', chain?.ChainStatus.Select(status => status.StatusInformation) ?? [])})");
        }

        return $"the node's certificate ({certificate.Subject}) is refused: {string.Join(", and ", reasons)}";
    }

    private static T Read<T>(string option, string file, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new ArgumentException($"The EventStoreDB connection string names {file} as {option}, which cannot be used: {exception.Message}", exception);
        }
    }

    /// <summary>PEM with one certificate or more, or one in DER.</summary>
    private static X509Certificate2Collection Authorities(string file)
    {
        var (content, authorities) = (File.ReadAllBytes(file), new X509Certificate2Collection());
        if (content.AsSpan().IndexOf("-----BEGIN"u8) < 0)
        {
            authorities.Add(X509CertificateLoader.LoadCertificate(content));
        }
        else
        {
            authorities.ImportFromPem(System.Text.Encoding.UTF8.GetString(content));
        }

        return authorities.Count > 0 ? authorities : throw new CryptographicException("It holds no certificate.");
    }

    private static X509Certificate2 User(string certificate, string key) => X509Certificate2.CreateFromPemFile(certificate, key);
}
