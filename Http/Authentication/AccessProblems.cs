using LaborMarketplace.Http.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Tokens;

namespace LaborMarketplace.Http.Authentication;

/// <summary>Says what is wrong with a token (401, with the challenge of RFC 6750), or who may do what the caller may not (403).</summary>
internal sealed class AccessProblems : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        return context.Write(authorizeResult.Forbidden ? Forbidden(policy) : Challenge(context));
    }

    private static Problem Forbidden(AuthorizationPolicy policy)
    {
        var roles = policy.Requirements.OfType<RolesAuthorizationRequirement>().SelectMany(requirement => requirement.AllowedRoles);
        return new Problem(ProblemKind.Forbidden, $"Your token has not the role that this needs: {string.Join(" or ", roles)}.");
    }

    private static Problem Challenge(HttpContext context)
    {
        var problem = ProblemOf(context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Failure, context.Request);
        var error = problem.Kind == ProblemKind.TokenMissing ? "" : $", error=\"invalid_token\", error_description=\"{problem.Kind.Title}\"";
        if (problem.Kind.Status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"labor-marketplace\"{error}";
        }

        return problem;
    }

    private static Problem ProblemOf(Exception? failure, HttpRequest request) => failure switch
    {
        null when request.Headers.Authorization.Count == 0 => new(ProblemKind.TokenMissing, "The header Authorization is missing; it is written Bearer TOKEN."),
        null => new(ProblemKind.TokenMissing, "The header Authorization holds no bearer token; it is written Bearer TOKEN."),
        SecurityTokenExpiredException expired => new(ProblemKind.TokenExpired, $"The token expired at {expired.Expires:yyyy-MM-dd'T'HH:mm:ss'Z'}."),
        SecurityTokenNotYetValidException early => new(ProblemKind.TokenInvalid, $"The token is not valid before {early.NotBefore:yyyy-MM-dd'T'HH:mm:ss'Z'}."),
        SecurityTokenNoExpirationException => new(ProblemKind.TokenInvalid, "The token never expires, and such tokens are not taken."),
        SecurityTokenInvalidAudienceException => new(ProblemKind.TokenInvalid, "The token is meant for somebody else (its claim aud)."),
        SecurityTokenInvalidIssuerException => new(ProblemKind.TokenInvalid, "The token comes from an issuer that is not trusted here (its claim iss)."),
        SecurityTokenMalformedException or ArgumentException => new(ProblemKind.TokenInvalid, "The token is no JSON Web Token (RFC 7519)."),
        SecurityTokenInvalidAlgorithmException => new(ProblemKind.TokenInvalid, "The token is signed in a way that is not taken here."),
        SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException =>
            new(ProblemKind.TokenInvalid, "The token's signature is not the issuer's: it was forged, or altered on its way."),
        SecurityTokenException other => new(ProblemKind.TokenInvalid, other.Message),
        _ => new(ProblemKind.Unavailable, "The issuer of tokens cannot be asked for its keys at the moment.") { RetryAfter = TimeSpan.FromSeconds(5) },
    };
}
