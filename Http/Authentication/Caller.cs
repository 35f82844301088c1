using System.Collections.Frozen;
using System.Security.Claims;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using Microsoft.AspNetCore.Http;

namespace LaborMarketplace.Http.Authentication;

/// <summary>The person who holds the request's token, and what the token says they are.</summary>
public sealed record Caller(PersonId Person, ValueList<Role> Roles)
{
    private static readonly FrozenDictionary<string, Role> RolesByName =
        Enum.GetValues<Role>().ToFrozenDictionary(NameOf, role => role, StringComparer.OrdinalIgnoreCase);

    /// <summary>Who calls; only where authorization has let somebody through.</summary>
    /// <exception cref="InvalidOperationException">The endpoint takes anonymous requests.</exception>
    public static Caller Of(HttpContext context) => TryOf(context) ?? throw new InvalidOperationException("This endpoint does not ask for a token.");

    /// <summary>Who calls; null without a token.</summary>
    public static Caller? TryOf(HttpContext context) => (context.User.Identity as CallerIdentity)?.Caller;

    /// <summary>A role as tokens write it.</summary>
    public static string NameOf(Role role) => MarketplaceJson.WordOf(role);

    public static Role? RoleOf(string name) => RolesByName.TryGetValue(name, out var role) ? role : null;

    /// <summary>
    /// The person that a token's subject names. A subject that is no UUID, as other issuers give, stands for one that derives from it,
    /// so that the same subject is always the same person.
    /// </summary>
    public static PersonId PersonOf(string issuer, string subject) =>
        Guid.TryParseExact(subject, "D", out var id) && id != Guid.Empty ? new(id) : new(DerivedId.Of($"person/{issuer}/{subject}"));
}

/// <summary>A caller in the form that authorization asks for; made once for a token, not once for a request.</summary>
internal sealed class CallerIdentity(Caller caller) : ClaimsIdentity(
    caller.Roles.Select(role => new Claim(RoleClaim, Caller.NameOf(role))), "Bearer", nameType: null, RoleClaim)
{
    private const string RoleClaim = "role";

    public Caller Caller { get; } = caller;
}
