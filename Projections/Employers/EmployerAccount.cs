using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Employers;

public enum EmployerStanding
{
    Pending,
    Verified,
    Suspended,
}

public sealed record AccountMember(PersonId Person, MemberRole Role);

public sealed record AccountLocation(LocationId Id, Name Label, Place Place);

public sealed record AccountBlock(HelperId Helper, Reason Reason);

/// <summary>An employer, whole: for its members and the reviewers. Who may read an employer's other documents is looked up here.</summary>
public sealed record EmployerAccount(
    Guid Id, EmployerStanding State, Name Name, Region Region, EmailAddress ContactEmail, ValueList<AccountMember> Members,
    ValueList<AccountLocation> Locations, ValueList<AccountBlock> Blocked, ValueList<HelperId> Favourites, Reason? SuspendedFor,
    DateTimeOffset RegisteredAt) : IDocument
{
    public static Projection Projection { get; } = Definition.Projection.Of<EmployerAccount>("employer-account", version: 1)
        .Creates<EmployerEvent.Registered>((e, recorded) => new(
            e.Employer.Value, EmployerStanding.Pending, e.Name, e.Region, e.ContactEmail, Members: [new(e.Owner, MemberRole.Owner)],
            Locations: [], Blocked: [], Favourites: [], SuspendedFor: null, recorded.At))
        .On<EmployerEvent.Verified>((employer, _) => employer with { State = EmployerStanding.Verified })
        .On<EmployerEvent.Suspended>((employer, e) => employer with { State = EmployerStanding.Suspended, SuspendedFor = e.Reason })
        .On<EmployerEvent.Reinstated>((employer, _) => employer with { State = EmployerStanding.Verified, SuspendedFor = null })
        .On<EmployerEvent.MemberAdded>((employer, e) => employer with { Members = Without(employer, e.Member).Add(new(e.Member, e.Role)) })
        .On<EmployerEvent.MemberRemoved>((employer, e) => employer with { Members = Without(employer, e.Member) })
        .On<EmployerEvent.LocationAdded>((employer, e) => employer with { Locations = employer.Locations.Add(new(e.Location, e.Label, e.Place)) })
        .On<EmployerEvent.HelperBlocked>((employer, e) => employer with
        {
            Blocked = employer.Blocked.Where(block => block.Helper != e.Helper).Add(new(e.Helper, e.Reason)),
        })
        .On<EmployerEvent.HelperUnblocked>((employer, e) => employer with { Blocked = employer.Blocked.Where(block => block.Helper != e.Helper) })
        .On<EmployerEvent.HelperFavourited>((employer, e) => employer with
        {
            Favourites = employer.Favourites.Where(helper => helper != e.Helper).Add(e.Helper),
        })
        .On<EmployerEvent.HelperUnfavourited>((employer, e) => employer with { Favourites = employer.Favourites.Where(helper => helper != e.Helper) })
        .IndexedBy("by_name", """((data ->> 'name') collate "C", id)""")
        .IndexedBy("by_state", """((data ->> 'state') collate "C", (data ->> 'name') collate "C", id)""")
        .IndexedBy("by_member", "using gin ((data -> 'members') jsonb_path_ops)");

    private static ValueList<AccountMember> Without(EmployerAccount employer, PersonId person) => employer.Members.Where(member => member.Person != person);
}
