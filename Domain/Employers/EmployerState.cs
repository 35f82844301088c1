using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Employers;

/// <summary>An employer's life: Pending → Verified ⇄ Suspended. Only a verified employer publishes jobs.</summary>
public abstract record EmployerState
{
    private EmployerState() { }

    /// <summary>Nobody has registered under this id.</summary>
    public sealed record Unregistered : EmployerState;

    /// <summary>An employer in any stage of life.</summary>
    public abstract record Registered(EmployerAccount Account) : EmployerState;

    /// <summary>Waits for a reviewer.</summary>
    public sealed record Pending(EmployerAccount Account) : Registered(Account);

    public sealed record Verified(EmployerAccount Account) : Registered(Account);

    public sealed record Suspended(EmployerAccount Account) : Registered(Account);
}

/// <summary>What is known of a registered employer.</summary>
/// <param name="Members">One role a person; at least one is an owner.</param>
/// <param name="Blocked">Helpers who cannot apply here; none of them is a favourite.</param>
public sealed record EmployerAccount(
    EmployerId Employer,
    Name Name,
    Region Region,
    EmailAddress ContactEmail,
    ValueList<Member> Members,
    ValueList<Location> Locations,
    ValueList<HelperId> Blocked,
    ValueList<HelperId> Favourites)
{
    /// <summary>The person's role here; null for somebody who is no member.</summary>
    public MemberRole? RoleOf(PersonId person) => Members.FirstOrDefault(member => member.Person == person)?.Role;

    public bool Blocks(HelperId helper) => Blocked.Contains(helper);
}

public sealed record Member(PersonId Person, MemberRole Role);

public sealed record Location(LocationId Id, Name Label, Place Place);
