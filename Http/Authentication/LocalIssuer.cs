using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using LaborMarketplace.Domain.Values;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LaborMarketplace.Http.Authentication;

/// <summary>
/// An issuer for who has none yet: it signs tokens (ES256) with a key that it keeps in a file. Thread-safe.
/// It publishes its key as any issuer of OpenID Connect does, so nothing else knows the difference.
/// </summary>
public sealed class LocalIssuer
{
    private const string Algorithm = SecurityAlgorithms.EcdsaSha256;

    private static readonly string[] Algorithms = [Algorithm];
    private static readonly string[] ResponseTypes = ["id_token"];
    private static readonly string[] SubjectTypes = ["public"];

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SigningCredentials _credentials;
    private readonly string _audience;
    private readonly string _roleClaim;
    private readonly string _personClaim;
    private readonly TimeProvider _clock;

    private LocalIssuer(ECDsaSecurityKey key, AuthenticationSettings settings, TimeProvider clock)
    {
        _credentials = new SigningCredentials(key, Algorithm);
        (Name, _audience, _personClaim, _roleClaim) = (settings.LocalIssuer.OriginalString, settings.Audience, settings.PersonClaim, settings.RoleClaim);
        _clock = clock;
    }

    /// <summary>What stands as <c>iss</c> in its tokens.</summary>
    public string Name { get; }

    /// <summary>The key that tokens are checked with. It holds the private half: only <see cref="PublicKey"/> is for others.</summary>
    internal SecurityKey Key => _credentials.Key;

    /// <summary>The public half, as RFC 7517 writes it.</summary>
    internal Dictionary<string, string> PublicKey
    {
        get
        {
            var key = JsonWebKeyConverter.ConvertFromECDsaSecurityKey((ECDsaSecurityKey)Key);
            return new() { ["kty"] = key.Kty, ["crv"] = key.Crv, ["x"] = key.X, ["y"] = key.Y, ["kid"] = Key.KeyId, ["use"] = "sig", ["alg"] = Algorithm };
        }
    }

    /// <summary>What it says of itself, as OpenID Connect Discovery asks.</summary>
    internal Dictionary<string, object> Discovery(string keysAddress) => new()
    {
        ["issuer"] = Name,
        ["jwks_uri"] = keysAddress,
        ["id_token_signing_alg_values_supported"] = Algorithms,
        ["response_types_supported"] = ResponseTypes,
        ["subject_types_supported"] = SubjectTypes,
    };

    /// <summary>Takes the key from the settings' file, or makes one there that only the file's owner can read.</summary>
    /// <exception cref="InvalidOperationException">No file is named, or it holds no such key.</exception>
    public static LocalIssuer Open(AuthenticationSettings settings, TimeProvider? clock = null)
    {
        var file = settings.LocalKeyFile ?? throw new InvalidOperationException(
            "Name an issuer of OpenID Connect as Authentication:Authority, or a file for the local issuer's key as Authentication:LocalKeyFile.");
        KeyFile.MakeOnce(file, NewKey);
        var pair = ECDsa.Create();
        try
        {
            pair.ImportFromPem(File.ReadAllText(file));
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            pair.Dispose();
            throw new InvalidOperationException($"{file} holds no private key for ECDSA in PEM; remove it, and a new one is made.", exception);
        }

        var key = new ECDsaSecurityKey(pair);
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return new LocalIssuer(key, settings, clock ?? TimeProvider.System);
    }

    /// <summary>A token that says who somebody is and what, from now on and for a while.</summary>
    public string Issue(PersonId person, IReadOnlyCollection<Role> roles, TimeSpan lifetime)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Name,
            Audience = _audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            SigningCredentials = _credentials,
            Subject = new ClaimsIdentity(roles.Select(role => new Claim(_roleClaim, Caller.NameOf(role))).Prepend(new Claim(_personClaim, person.ToString()))),
        });
    }

    private static byte[] NewKey()
    {
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Encoding.UTF8.GetBytes(pair.ExportPkcs8PrivateKeyPem() + '\n');
    }
}
