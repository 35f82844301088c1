using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands;

/// <summary>The words that every guard uses.</summary>
public static class Access
{
    /// <summary>The thing exists and belongs to somebody else.</summary>
    public static Refusal NotYours { get; } = new(
        RefusalKind.Forbidden, "access.not-yours", "This belongs to somebody else, and what you hold does not let you do this with it.", []);

    /// <summary>Only the marketplace's own processes ask for this.</summary>
    public static Refusal ProcessesOnly { get; } = new(
        RefusalKind.Forbidden, "access.processes-only", "Only the marketplace itself does this; no person can ask for it.", []);

    public static bool Is(this Actor actor, HelperId helper) => actor is Actor.Person person && person.Id.Value == helper.Value;

    public static bool Has(this Actor actor, Role role) => actor is Actor.Person person && person.Roles.Contains(role);

    /// <summary>The person who asks; a process has none.</summary>
    public static PersonId? PersonId(this Actor actor) => (actor as Actor.Person)?.Id;
}
