using System.Security.Cryptography;
using System.Text;
using LaborMarketplace.Domain;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LaborMarketplace.Http.Authentication;

/// <summary>
/// Checks tokens, and remembers those that were right, since a signature costs more than all else about a small request. Thread-safe.
/// </summary>
/// <remarks>A token is remembered until it expires, and five minutes at most, so that a withdrawn key is noticed.</remarks>
internal sealed class BearerTokens(AuthenticationSettings settings) : JsonWebTokenHandler, IDisposable
{
    private const int Remembered = 20_000;

    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(5);

    private readonly MemoryCache _valid = new(new MemoryCacheOptions { SizeLimit = Remembered });

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_valid.TryGetValue(hash, out TokenValidationResult? known))
        {
            return known!;
        }

        var result = await base.ValidateTokenAsync(token, validationParameters).ConfigureAwait(false);
        return result.IsValid ? Remember(hash, (JsonWebToken)result.SecurityToken) : result;
    }

    public void Dispose() => _valid.Dispose();

    private TokenValidationResult Remember(string hash, JsonWebToken token)
    {
        if (!token.TryGetValue<string>(settings.PersonClaim, out var subject) || string.IsNullOrEmpty(subject))
        {
            return new TokenValidationResult { IsValid = false, Exception = new SecurityTokenException($"The token has no claim {settings.PersonClaim}.") };
        }

        var roles = token.Claims.Where(claim => claim.Type == settings.RoleClaim).Select(claim => Caller.RoleOf(claim.Value)).OfType<Domain.Values.Role>();
        var caller = new Caller(Caller.PersonOf(token.Issuer, subject), roles.Distinct().ToValueList());
        var result = new TokenValidationResult { IsValid = true, SecurityToken = token, ClaimsIdentity = new CallerIdentity(caller), Issuer = token.Issuer };
        var left = token.ValidTo - TimeProvider.System.GetUtcNow().UtcDateTime;
        if (left > TimeSpan.Zero)
        {
            _valid.Set(hash, result, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = left < RememberedFor ? left : RememberedFor });
        }

        return result;
    }
}
