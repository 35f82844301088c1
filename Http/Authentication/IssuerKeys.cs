using LaborMarketplace.Http.Bodies;
using LaborMarketplace.Http.Problems;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace LaborMarketplace.Http.Authentication;

/// <summary>What an issuer's tokens are checked with.</summary>
internal sealed record IssuerKeySet(string Issuer, ICollection<SecurityKey> Keys);

/// <summary>Knows an issuer's keys. Thread-safe.</summary>
internal interface IIssuerKeys
{
    /// <summary>The keys, or the problem that the issuer cannot be asked.</summary>
    ValueTask<Parsed<IssuerKeySet>> Keys(CancellationToken cancellation);

    /// <summary>Told when a token was wrong: if its key is unknown, the issuer may have a new one.</summary>
    void Doubt(Exception failure);
}

/// <summary>The local issuer's one key, which never changes.</summary>
internal sealed class LocalIssuerKeys(LocalIssuer issuer) : IIssuerKeys
{
    private readonly IssuerKeySet _keys = new(issuer.Name, [issuer.Key]);

    public ValueTask<Parsed<IssuerKeySet>> Keys(CancellationToken cancellation) => ValueTask.FromResult<Parsed<IssuerKeySet>>(_keys);

    public void Doubt(Exception failure)
    {
    }
}

/// <summary>The keys that an issuer of OpenID Connect publishes, read again every twelve hours, and when a token names an unknown one.</summary>
internal sealed class PublishedIssuerKeys(AuthenticationSettings settings) : IIssuerKeys
{
    private static readonly TimeSpan IssuerMayBeBack = TimeSpan.FromSeconds(5);

    private readonly ConfigurationManager<OpenIdConnectConfiguration> _published = new(
        $"{settings.Authority!.OriginalString.TrimEnd('/')}/.well-known/openid-configuration",
        new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever { RequireHttps = settings.RequireHttps });

    public async ValueTask<Parsed<IssuerKeySet>> Keys(CancellationToken cancellation)
    {
        try
        {
            var published = await _published.GetConfigurationAsync(cancellation);
            return new IssuerKeySet(published.Issuer, published.SigningKeys);
        }
        catch (InvalidOperationException)
        {
            return new Problem(ProblemKind.Unavailable, "The issuer of tokens cannot be asked for its keys at the moment.") { RetryAfter = IssuerMayBeBack };
        }
    }

    public void Doubt(Exception failure)
    {
        if (failure is SecurityTokenSignatureKeyNotFoundException)
        {
            _published.RequestRefresh();
        }
    }
}
