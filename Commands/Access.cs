using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands;

/// <summary>The words that every guard uses. The guards themselves stand with the commands they guard.</summary>
public static class Access
{
    /// <summary>The thing exists and belongs to somebody else.</summary>
    public static Refusal NotYours { get; } = new(
        RefusalKind.Forbidden, "access.not-yours", "This belongs to somebody else, and what you hold does not let you do this with it.", []);

    /// <summary>Only the marketplace's own processes ask for this.</summary>
    public static Refusal ProcessesOnly { get; } = new(
        RefusalKind.Forbidden, "access.processes-only", "Only the marketplace itself does this; no person can ask for it.", []);

    /// <summary>A reviewer does not decide what is about them.</summary>
    public static Refusal OwnCase { get; } = new(
        RefusalKind.Forbidden, "access.own-case", "A reviewer does not decide about themselves; another reviewer has to.", []);

    public static Refusal RoleNeeded(Role role) => new(
        RefusalKind.Forbidden, "access.role-needed", $"Only somebody with the role {MarketplaceJson.WordOf(role)} can do this.", [("role", role)]);

    /// <param name="kind">What is unknown, as its codes begin: <c>job</c>.</param>
    public static Refusal Unknown(string kind, Guid id) => new(
        RefusalKind.NotFound, $"{kind}.not-found", $"There is no {kind} with the id {id}.", [(kind, id)]);

    public static bool Is(this Actor actor, HelperId helper) => actor is Actor.Person person && person.Id.Value == helper.Value;

    public static bool Has(this Actor actor, Role role) => actor is Actor.Person person && person.Roles.Contains(role);

    /// <summary>Whether a member of an employer may deal with jobs and the people for them.</summary>
    public static bool Hires(this MemberRole? role) => role is MemberRole.Owner or MemberRole.Hirer;

    /// <summary>Whether a member of an employer may approve hours.</summary>
    public static bool ApprovesHours(this MemberRole? role) => role is MemberRole.Owner or MemberRole.Approver;
}
