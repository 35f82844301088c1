using System.Diagnostics;
using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Employers.EmployerEvent>;

namespace LaborMarketplace.Domain.Employers;

/// <summary>The rules of an employer's account.</summary>
public static class EmployerDecider
{
    public static Decider<EmployerState, EmployerCommand, EmployerEvent> For(Policy policy) =>
        new("employer", new EmployerState.Unregistered(), Decide, Evolve);

    private static Decision<EmployerEvent> Decide(EmployerState state, EmployerCommand command, DateTimeOffset now) => (state, command) switch
    {
        (EmployerState.Registered employer, EmployerCommand.Register register) => RegisterAgain(employer.Account, register),
        (_, EmployerCommand.Register register) =>
            Accept(new EmployerEvent.Registered(register.Employer, register.Name, register.Region, register.Owner, register.ContactEmail)),
        (EmployerState.Registered employer, _) => command switch
        {
            EmployerCommand.Verify or EmployerCommand.Suspend or EmployerCommand.Reinstate => Review(employer, command),
            EmployerCommand.AddMember or EmployerCommand.RemoveMember => Members(employer.Account, command),
            EmployerCommand.AddLocation add => AddLocation(employer.Account, add),
            _ => Helpers(employer.Account, command),
        },
        _ => NotFound("employer.not-found", "No employer is registered under this id."),
    };

    private static Decision<EmployerEvent> RegisterAgain(EmployerAccount account, EmployerCommand.Register register) =>
        (account.Name, account.Region, account.ContactEmail) == (register.Name, register.Region, register.ContactEmail)
            && account.RoleOf(register.Owner) is MemberRole.Owner
            ? Unchanged
            : Refuse("employer.already-registered", "Another employer is registered under this id.");

    private static Decision<EmployerEvent> Review(EmployerState.Registered employer, EmployerCommand command) => (employer, command) switch
    {
        _ when employer.Account.RoleOf(Reviewer(command)) is not null =>
            Reject("employer.own-reviewer", "Nobody reviews an employer of which they are a member."),
        (EmployerState.Pending, EmployerCommand.Verify verify) => Accept(new EmployerEvent.Verified(verify.Reviewer)),
        (EmployerState.Verified, EmployerCommand.Verify or EmployerCommand.Reinstate) => Unchanged,
        (EmployerState.Verified, EmployerCommand.Suspend suspend) => Accept(new EmployerEvent.Suspended(suspend.Reviewer, suspend.Reason)),
        (EmployerState.Suspended, EmployerCommand.Suspend) => Unchanged,
        (EmployerState.Suspended, EmployerCommand.Reinstate reinstate) => Accept(new EmployerEvent.Reinstated(reinstate.Reviewer, reinstate.Reason)),
        (EmployerState.Suspended, _) => Refuse("employer.suspended", "The employer was verified and is suspended; reinstate it."),
        _ => Refuse("employer.not-verified", "The employer waits for its verification; only a verified one is suspended or reinstated."),
    };

    private static PersonId Reviewer(EmployerCommand command) => command switch
    {
        EmployerCommand.Verify verify => verify.Reviewer,
        EmployerCommand.Suspend suspend => suspend.Reviewer,
        EmployerCommand.Reinstate reinstate => reinstate.Reviewer,
        _ => throw new UnreachableException(),
    };

    private static Decision<EmployerEvent> Members(EmployerAccount account, EmployerCommand command) => command switch
    {
        EmployerCommand.AddMember add when account.RoleOf(add.Member) == add.Role => Unchanged,
        EmployerCommand.AddMember add when IsLastOwner(account, add.Member) => LastOwner,
        EmployerCommand.AddMember add => Accept(new EmployerEvent.MemberAdded(add.Member, add.Role)),
        EmployerCommand.RemoveMember remove when account.RoleOf(remove.Member) is null => Unchanged,
        EmployerCommand.RemoveMember remove when IsLastOwner(account, remove.Member) => LastOwner,
        EmployerCommand.RemoveMember remove => Accept(new EmployerEvent.MemberRemoved(remove.Member)),
        _ => throw new UnreachableException(),
    };

    private static Decision<EmployerEvent> AddLocation(EmployerAccount account, EmployerCommand.AddLocation add)
    {
        var location = new Location(add.Location, add.Label, add.Place);
        return account.Locations.FirstOrDefault(other => other.Id == add.Location) switch
        {
            null => Accept(new EmployerEvent.LocationAdded(add.Location, add.Label, add.Place)),
            { } other when other == location => Unchanged,
            _ => Refuse("employer.location-id-taken", "Another location has this id; each has an id of its own.", ("location", add.Location)),
        };
    }

    private static Decision<EmployerEvent> Helpers(EmployerAccount account, EmployerCommand command) => command switch
    {
        EmployerCommand.BlockHelper block => account.Blocks(block.Helper)
            ? Unchanged
            : Accept(new EmployerEvent.HelperBlocked(block.Helper, block.Reason)),
        EmployerCommand.UnblockHelper unblock => account.Blocks(unblock.Helper)
            ? Accept(new EmployerEvent.HelperUnblocked(unblock.Helper))
            : Unchanged,
        EmployerCommand.FavouriteHelper favourite when account.Blocks(favourite.Helper) =>
            Refuse("employer.helper-blocked", "The helper is blocked here; unblock them first.", ("helper", favourite.Helper)),
        EmployerCommand.FavouriteHelper favourite => account.Favourites.Contains(favourite.Helper)
            ? Unchanged
            : Accept(new EmployerEvent.HelperFavourited(favourite.Helper)),
        EmployerCommand.UnfavouriteHelper unfavourite => account.Favourites.Contains(unfavourite.Helper)
            ? Accept(new EmployerEvent.HelperUnfavourited(unfavourite.Helper))
            : Unchanged,
        _ => throw new UnreachableException(),
    };

    private static bool IsLastOwner(EmployerAccount account, PersonId person) =>
        account.RoleOf(person) is MemberRole.Owner && account.Members.Count(member => member.Role is MemberRole.Owner) == 1;

    private static Decision<EmployerEvent> LastOwner =>
        Refuse("employer.last-owner", "At least one owner stays: make somebody else an owner first.");

    private static EmployerState Evolve(EmployerState state, EmployerEvent recorded) => (state, recorded) switch
    {
        (_, EmployerEvent.Registered registered) => new EmployerState.Pending(new EmployerAccount(
            registered.Employer, registered.Name, registered.Region, registered.ContactEmail,
            Members: [new(registered.Owner, MemberRole.Owner)], Locations: [], Blocked: [], Favourites: [])),
        (EmployerState.Registered employer, EmployerEvent.Verified or EmployerEvent.Reinstated) => new EmployerState.Verified(employer.Account),
        (EmployerState.Registered employer, EmployerEvent.Suspended) => new EmployerState.Suspended(employer.Account),
        (EmployerState.Registered employer, _) => employer with { Account = Change(employer.Account, recorded) },
        _ => state,
    };

    private static EmployerAccount Change(EmployerAccount account, EmployerEvent recorded) => recorded switch
    {
        EmployerEvent.MemberAdded added => account with { Members = Without(account.Members, added.Member).Add(new(added.Member, added.Role)) },
        EmployerEvent.MemberRemoved removed => account with { Members = Without(account.Members, removed.Member) },
        EmployerEvent.LocationAdded added => account with { Locations = account.Locations.Add(new(added.Location, added.Label, added.Place)) },
        // Nobody is blocked and a favourite at once.
        EmployerEvent.HelperBlocked blocked => account with
        {
            Blocked = account.Blocked.Add(blocked.Helper),
            Favourites = account.Favourites.Where(helper => helper != blocked.Helper),
        },
        EmployerEvent.HelperUnblocked unblocked => account with { Blocked = account.Blocked.Where(helper => helper != unblocked.Helper) },
        EmployerEvent.HelperFavourited favourited => account with { Favourites = account.Favourites.Add(favourited.Helper) },
        EmployerEvent.HelperUnfavourited gone => account with { Favourites = account.Favourites.Where(helper => helper != gone.Helper) },
        _ => account,
    };

    private static ValueList<Member> Without(ValueList<Member> members, PersonId person) => members.Where(member => member.Person != person);
}
