using LaborMarketplace.Http.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace LaborMarketplace.Http.Authentication;

/// <summary>Finds out who calls; whoever has no token that is right stays anonymous, and the reason is kept for who asks for one.</summary>
internal sealed class TokenMiddleware(RequestDelegate next, BearerTokens tokens)
{
    private const string Scheme = "Bearer ";

    public async Task InvokeAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization;
        if (header.Count == 1 && header[0] is { } text && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            if ((await tokens.Check(text[Scheme.Length..].Trim(), context.RequestAborted)).Succeeded(out var principal, out var problem))
            {
                context.User = principal;
            }
            else
            {
                context.Features.Set(problem);
            }
        }

        await next(context);
    }
}

/// <summary>Says what is wrong with a token (401, with the challenge of RFC 6750), or who may do what the caller may not (403).</summary>
internal sealed class AccessProblems : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded ? next(context)
        : authorizeResult.Forbidden ? context.Write(Forbidden(policy))
        : Challenge(context);

    private static Problem Forbidden(AuthorizationPolicy policy)
    {
        var roles = policy.Requirements.OfType<RolesAuthorizationRequirement>().SelectMany(requirement => requirement.AllowedRoles);
        return new Problem(ProblemKind.Forbidden, $"Your token has not the role that this needs: {string.Join(" or ", roles)}.");
    }

    private static Task Challenge(HttpContext context)
    {
        var problem = context.Features.Get<Problem>() ?? new Problem(ProblemKind.TokenMissing, context.Request.Headers.Authorization.Count == 0
            ? "The header Authorization is missing; it is written Bearer TOKEN."
            : "The header Authorization holds no bearer token; it is written, once, Bearer TOKEN.");
        if (problem.Kind.Status == StatusCodes.Status401Unauthorized)
        {
            var error = problem.Kind == ProblemKind.TokenMissing ? "" : $", error=\"invalid_token\", error_description=\"{problem.Kind.Title}\"";
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"labor-marketplace\"{error}";
        }

        return context.Write(problem);
    }
}
