using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Bodies;
using LaborMarketplace.Http.Problems;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LaborMarketplace.Http.Authentication;

/// <summary>
/// Checks tokens, and remembers those that were right, since a signature costs more than all else about a small request. Thread-safe.
/// </summary>
/// <remarks>A token is remembered until it expires, and five minutes at most, so that a withdrawn key is noticed.</remarks>
internal sealed class BearerTokens(AuthenticationSettings settings, IIssuerKeys issuer) : IDisposable
{
    private const int Remembered = 20_000;

    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(5);

    // Only signatures whose checking key is public: a shared secret would let whoever checks also sign.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = 16 * 1024 };
    private readonly MemoryCache _valid = new(new MemoryCacheOptions { SizeLimit = Remembered });

    /// <summary>Who holds the token, or what is wrong with it.</summary>
    public async ValueTask<Parsed<ClaimsPrincipal>> Check(string token, CancellationToken cancellation)
    {
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_valid.TryGetValue(hash, out ClaimsPrincipal? known))
        {
            return known!;
        }

        if (!(await issuer.Keys(cancellation)).Succeeded(out var keys, out var away))
        {
            return away;
        }

        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = keys.Issuer,
            IssuerSigningKeys = keys.Keys,
            ValidAudience = settings.Audience,
            ValidAlgorithms = Algorithms,
            ClockSkew = settings.ClockSkew,
        });
        if (!result.IsValid)
        {
            issuer.Doubt(result.Exception);
            return Explain(result.Exception);
        }

        return Accept((JsonWebToken)result.SecurityToken, hash);
    }

    public void Dispose() => _valid.Dispose();

    private Parsed<ClaimsPrincipal> Accept(JsonWebToken token, string hash)
    {
        if (!token.TryGetValue<string>(settings.PersonClaim, out var subject) || string.IsNullOrEmpty(subject))
        {
            return new Problem(ProblemKind.TokenInvalid, $"The token has no claim {settings.PersonClaim}, which names the person.");
        }

        var roles = token.Claims.Where(claim => claim.Type == settings.RoleClaim).Select(claim => Caller.RoleOf(claim.Value)).OfType<Role>();
        var caller = new Caller(Caller.PersonOf(token.Issuer, subject), roles.Distinct().ToValueList());
        var principal = new ClaimsPrincipal(new CallerIdentity(caller));
        var left = token.ValidTo - TimeProvider.System.GetUtcNow().UtcDateTime;
        if (left > TimeSpan.Zero)
        {
            var remembered = left < RememberedFor ? left : RememberedFor;
            _valid.Set(hash, principal, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = remembered });
        }

        return principal;
    }

    private static Problem Explain(Exception failure) => failure switch
    {
        SecurityTokenExpiredException expired => new(ProblemKind.TokenExpired, $"The token expired at {expired.Expires:yyyy-MM-dd'T'HH:mm:ss'Z'}."),
        SecurityTokenNotYetValidException early => new(ProblemKind.TokenInvalid, $"The token is not valid before {early.NotBefore:yyyy-MM-dd'T'HH:mm:ss'Z'}."),
        SecurityTokenNoExpirationException => new(ProblemKind.TokenInvalid, "The token never expires, and such tokens are not taken."),
        SecurityTokenInvalidAudienceException => new(ProblemKind.TokenInvalid, "The token is meant for somebody else (its claim aud)."),
        SecurityTokenInvalidIssuerException => new(ProblemKind.TokenInvalid, "The token comes from an issuer that is not trusted here (its claim iss)."),
        SecurityTokenInvalidSignatureException or SecurityTokenInvalidAlgorithmException =>
            new(ProblemKind.TokenInvalid, "The token's signature is not the issuer's: it was forged, or altered on its way."),
        _ => new(ProblemKind.TokenInvalid, "The token is no signed JSON Web Token (RFC 7519)."),
    };
}
