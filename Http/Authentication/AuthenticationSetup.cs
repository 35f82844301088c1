using LaborMarketplace.Domain.Values;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace LaborMarketplace.Http.Authentication;

/// <summary>How a door comes to know who calls.</summary>
public static class AuthenticationSetup
{
    private const string Discovery = "/.well-known/openid-configuration";
    private const string Keys = "/.well-known/jwks.json";

    /// <summary>Takes the tokens of the issuer that the section <see cref="AuthenticationSettings.Section"/> names; everybody else is anonymous.</summary>
    /// <exception cref="InvalidOperationException">The section names no issuer.</exception>
    internal static void AddBearerAuthentication(this IServiceCollection services, IConfiguration configuration)
    {
        var settings = configuration.GetSection(AuthenticationSettings.Section).Get<AuthenticationSettings>() ?? new AuthenticationSettings();
        var local = settings.Authority is null ? LocalIssuer.Open(settings) : null;
        if (local is not null)
        {
            services.AddSingleton(local);
        }

        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessProblems>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            bearer.Authority = settings.Authority?.OriginalString;
            bearer.RequireHttpsMetadata = settings.RequireHttps;
            bearer.SaveToken = false;
            bearer.TokenHandlers.Clear();
            bearer.TokenHandlers.Add(new BearerTokens(settings));
            bearer.TokenValidationParameters = new TokenValidationParameters
            {
                ValidAudience = settings.Audience,
                ValidIssuer = local?.Name,
                IssuerSigningKey = local?.Key,
                // Only signatures whose checking key is public: a shared secret would let whoever checks also sign.
                ValidAlgorithms =
                [
                    SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
                    SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
                    SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
                ],
                ClockSkew = settings.ClockSkew,
            };
        });
    }

    /// <summary>The local issuer's two documents, where there is one: with them it is an issuer like any other.</summary>
    internal static void MapLocalIssuer(this IEndpointRouteBuilder endpoints)
    {
        if (endpoints.ServiceProvider.GetService<LocalIssuer>() is not { } issuer)
        {
            return;
        }

        endpoints.MapGet(Discovery, (HttpContext context) => Results.Json(issuer.Discovery($"{context.Request.Scheme}://{context.Request.Host}{Keys}")))
            .AllowAnonymous().ExcludeFromDescription();
        endpoints.MapGet(Keys, () => Results.Json(new { keys = new[] { issuer.PublicKey } })).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Lets through who has one of these roles; the others get a 403 that names them.</summary>
    public static TBuilder RequireRole<TBuilder>(this TBuilder endpoint, params Role[] roles)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(policy => policy.RequireRole(roles.Select(Caller.NameOf)));
}
