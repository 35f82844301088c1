using LaborMarketplace.Domain.Values;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

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
        if (settings.Authority is null)
        {
            services.AddSingleton(LocalIssuer.Open(settings)).AddSingleton<IIssuerKeys, LocalIssuerKeys>();
        }
        else
        {
            services.AddSingleton<IIssuerKeys, PublishedIssuerKeys>();
        }

        services.AddSingleton(settings);
        services.AddSingleton<BearerTokens>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessProblems>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
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
