namespace LaborMarketplace.Http.Authentication;

/// <summary>Whose tokens are taken: those of an OpenID Connect issuer, or of the local one. The configuration section <c>Authentication</c>.</summary>
public sealed record AuthenticationSettings
{
    public const string Section = "Authentication";

    /// <summary>The issuer's address, below which <c>.well-known/openid-configuration</c> is found; null for the local issuer.</summary>
    public Uri? Authority { get; init; }

    /// <summary>The file of the local issuer's private key, made on first use; needed without <see cref="Authority"/>.</summary>
    public string? LocalKeyFile { get; init; }

    /// <summary>What the local issuer calls itself.</summary>
    public Uri LocalIssuer { get; init; } = new("http://localhost:5080");

    /// <summary>Whom tokens have to be meant for.</summary>
    public string Audience { get; init; } = "labor-marketplace";

    /// <summary>The claim that names the person.</summary>
    public string PersonClaim { get; init; } = "sub";

    /// <summary>The claim, once or repeated, that holds the roles.</summary>
    public string RoleClaim { get; init; } = "role";

    /// <summary>Whether the issuer has to be asked over TLS.</summary>
    public bool RequireHttps { get; init; } = true;

    /// <summary>How long after its expiry a token is still taken, since clocks differ.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(30);
}
