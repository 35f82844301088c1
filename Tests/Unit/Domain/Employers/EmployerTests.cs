using CsCheck;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Employers.EmployerCommand;
using Event = LaborMarketplace.Domain.Employers.EmployerEvent;

namespace LaborMarketplace.Tests.Unit.Domain.Employers;

public sealed class EmployerTests() : Specification<EmployerState, EmployerCommand, Event>(EmployerDecider.For(Policy.Default))
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly EmployerId Employer = new(Guid.Parse("0193c6f0-0000-7000-8000-00000000000e"));
    private static readonly Name Acme = Name.From("Acme Moving");
    private static readonly Region East = Region.From("us-east");
    private static readonly EmailAddress Mail = EmailAddress.From("jobs@acme.example");
    private static readonly PersonId Olga = Person(1);
    private static readonly PersonId Hugo = Person(2);
    private static readonly PersonId Reviewer = Person(9);
    private static readonly HelperId Ada = Helper(1);
    private static readonly Reason Fraud = Reason.From("Wages were not paid.");
    private static readonly Reason Settled = Reason.From("Wages were paid.");
    private static readonly LocationId Depot = new(Guid.Parse("0193c6f0-0000-7000-8000-00000000000d"));
    private static readonly Place Brooklyn = new(Name.From("1 Main St, Brooklyn"), new GeoPoint(40.7, -73.99), East);
    private static readonly Register Registering = new(Employer, Acme, East, Olga, Mail);
    private static readonly Event Registered = new Event.Registered(Employer, Acme, East, Olga, Mail);
    private static readonly Event Verified = new Event.Verified(Reviewer);
    private static readonly Event Suspended = new Event.Suspended(Reviewer, Fraud);

    [Fact]
    public void Registers_with_the_person_who_asks_as_owner()
    {
        Given().When(Registering, Now).Yields(Registered);
        var pending = Assert.IsType<EmployerState.Pending>(Given(Registered).State);
        Assert.Equal(MemberRole.Owner, pending.Account.RoleOf(Olga));
        Assert.Null(pending.Account.RoleOf(Hugo));
    }

    [Fact] public void Ignores_a_repeated_registration() => Given(Registered).When(Registering, Now).YieldsNothing();

    [Fact]
    public void Refuses_another_registration_under_the_same_id() =>
        Given(Registered).When(Registering with { Name = Name.From("Other") }, Now).IsRefused("employer.already-registered");

    [Fact]
    public void Knows_nobody_before_the_registration()
    {
        Given().When(new Verify(Reviewer), Now).IsRefused("employer.not-found");
        Given().When(new AddMember(Hugo, MemberRole.Hirer), Now).IsRefused("employer.not-found");
    }

    [Fact] public void Verifies_a_pending_employer() => Given(Registered).When(new Verify(Reviewer), Now).Yields(Verified);

    [Fact] public void Ignores_a_repeated_verification() => Given(Registered, Verified).When(new Verify(Reviewer), Now).YieldsNothing();

    [Fact] public void Suspends_a_verified_employer() => Given(Registered, Verified).When(new Suspend(Reviewer, Fraud), Now).Yields(Suspended);

    [Fact]
    public void Ignores_a_repeated_suspension() =>
        Given(Registered, Verified, Suspended).When(new Suspend(Reviewer, Fraud), Now).YieldsNothing();

    [Fact]
    public void Refuses_to_suspend_or_reinstate_a_pending_employer()
    {
        Given(Registered).When(new Suspend(Reviewer, Fraud), Now).IsRefused("employer.not-verified");
        Given(Registered).When(new Reinstate(Reviewer, Settled), Now).IsRefused("employer.not-verified");
    }

    [Fact]
    public void Reinstates_a_suspended_employer() =>
        Given(Registered, Verified, Suspended).When(new Reinstate(Reviewer, Settled), Now).Yields(new Event.Reinstated(Reviewer, Settled));

    [Fact] public void Ignores_a_repeated_reinstatement() => Given(Registered, Verified).When(new Reinstate(Reviewer, Settled), Now).YieldsNothing();

    [Fact]
    public void Refuses_to_verify_a_suspended_employer() =>
        Given(Registered, Verified, Suspended).When(new Verify(Reviewer), Now).IsRefused("employer.suspended");

    [Fact]
    public void Refuses_a_reviewer_who_is_a_member() =>
        Given(Registered).When(new Verify(Olga), Now).IsRefused("employer.own-reviewer");

    [Fact]
    public void Adds_a_member() =>
        Given(Registered).When(new AddMember(Hugo, MemberRole.Hirer), Now).Yields(new Event.MemberAdded(Hugo, MemberRole.Hirer));

    [Fact]
    public void Ignores_a_member_who_has_that_role() =>
        Given(Registered, new Event.MemberAdded(Hugo, MemberRole.Hirer)).When(new AddMember(Hugo, MemberRole.Hirer), Now).YieldsNothing();

    [Fact]
    public void Adding_a_member_again_changes_the_role()
    {
        var history = Given(Registered, new Event.MemberAdded(Hugo, MemberRole.Hirer));
        history.When(new AddMember(Hugo, MemberRole.Owner), Now).Yields(new Event.MemberAdded(Hugo, MemberRole.Owner));
        var changed = Assert.IsType<EmployerState.Pending>(Fold(history.State, new Event.MemberAdded(Hugo, MemberRole.Owner)));
        Assert.Equal([new Member(Olga, MemberRole.Owner), new Member(Hugo, MemberRole.Owner)], changed.Account.Members);
    }

    [Fact]
    public void Removes_a_member() =>
        Given(Registered, new Event.MemberAdded(Hugo, MemberRole.Hirer)).When(new RemoveMember(Hugo), Now).Yields(new Event.MemberRemoved(Hugo));

    [Fact] public void Ignores_the_removal_of_nobody() => Given(Registered).When(new RemoveMember(Hugo), Now).YieldsNothing();

    [Fact] public void Refuses_to_remove_the_last_owner() => Given(Registered).When(new RemoveMember(Olga), Now).IsRefused("employer.last-owner");

    [Fact]
    public void Refuses_to_make_the_last_owner_something_else() =>
        Given(Registered).When(new AddMember(Olga, MemberRole.Approver), Now).IsRefused("employer.last-owner");

    [Fact]
    public void An_owner_may_go_when_another_stays() =>
        Given(Registered, new Event.MemberAdded(Hugo, MemberRole.Owner)).When(new RemoveMember(Olga), Now).Yields(new Event.MemberRemoved(Olga));

    [Fact]
    public void Adds_a_location() =>
        Given(Registered).When(new AddLocation(Depot, Name.From("Depot"), Brooklyn), Now)
            .Yields(new Event.LocationAdded(Depot, Name.From("Depot"), Brooklyn));

    [Fact]
    public void Ignores_a_repeated_location() =>
        Given(Registered, new Event.LocationAdded(Depot, Name.From("Depot"), Brooklyn))
            .When(new AddLocation(Depot, Name.From("Depot"), Brooklyn), Now).YieldsNothing();

    [Fact]
    public void Refuses_another_location_under_the_same_id() =>
        Given(Registered, new Event.LocationAdded(Depot, Name.From("Depot"), Brooklyn))
            .When(new AddLocation(Depot, Name.From("Office"), Brooklyn), Now).IsRefused("employer.location-id-taken");

    [Fact]
    public void Blocks_a_helper_who_is_then_no_favourite()
    {
        var history = Given(Registered, new Event.HelperFavourited(Ada));
        history.When(new BlockHelper(Ada, Fraud), Now).Yields(new Event.HelperBlocked(Ada, Fraud));
        var blocked = Assert.IsType<EmployerState.Pending>(Fold(history.State, new Event.HelperBlocked(Ada, Fraud))).Account;
        Assert.True(blocked.Blocks(Ada));
        Assert.Empty(blocked.Favourites);
    }

    [Fact]
    public void Ignores_a_repeated_block() =>
        Given(Registered, new Event.HelperBlocked(Ada, Fraud)).When(new BlockHelper(Ada, Settled), Now).YieldsNothing();

    [Fact]
    public void Unblocks_a_helper() =>
        Given(Registered, new Event.HelperBlocked(Ada, Fraud)).When(new UnblockHelper(Ada), Now).Yields(new Event.HelperUnblocked(Ada));

    [Fact] public void Ignores_the_unblocking_of_whom_nobody_blocked() => Given(Registered).When(new UnblockHelper(Ada), Now).YieldsNothing();

    [Fact] public void Favourites_a_helper() => Given(Registered).When(new FavouriteHelper(Ada), Now).Yields(new Event.HelperFavourited(Ada));

    [Fact]
    public void Ignores_a_repeated_favourite() =>
        Given(Registered, new Event.HelperFavourited(Ada)).When(new FavouriteHelper(Ada), Now).YieldsNothing();

    [Fact]
    public void Refuses_a_blocked_favourite() =>
        Given(Registered, new Event.HelperBlocked(Ada, Fraud)).When(new FavouriteHelper(Ada), Now).IsRefused("employer.helper-blocked");

    [Fact]
    public void Unfavourites_a_helper()
    {
        Given(Registered, new Event.HelperFavourited(Ada)).When(new UnfavouriteHelper(Ada), Now).Yields(new Event.HelperUnfavourited(Ada));
        Given(Registered).When(new UnfavouriteHelper(Ada), Now).YieldsNothing();
    }

    private static PersonId Person(int number) => new(new Guid(number, 0, 0, new byte[8]));

    private static HelperId Helper(int number) => new(new Guid(number, 1, 0, new byte[8]));

    private static readonly Gen<PersonId> People = Gen.Int[1, 4].Select(Person);

    private static readonly Gen<HelperId> Helpers = Gen.Int[1, 2].Select(Helper);

    private static readonly Gen<EmployerCommand> Commands = Gen.Frequency(
        (3, Gen.Const<EmployerCommand>(Registering)),
        (1, Gen.Const<EmployerCommand>(new Verify(Reviewer))),
        (1, Gen.Const<EmployerCommand>(new Suspend(Reviewer, Fraud))),
        (1, Gen.Const<EmployerCommand>(new Reinstate(Reviewer, Settled))),
        (5, Gen.Select(People, Gen.Enum<MemberRole>(), EmployerCommand (person, role) => new AddMember(person, role))),
        (5, People.Select(EmployerCommand (person) => new RemoveMember(person))),
        (1, Gen.Const<EmployerCommand>(new AddLocation(Depot, Name.From("Depot"), Brooklyn))),
        (2, Helpers.Select(EmployerCommand (helper) => new BlockHelper(helper, Fraud))),
        (1, Helpers.Select(EmployerCommand (helper) => new UnblockHelper(helper))),
        (2, Helpers.Select(EmployerCommand (helper) => new FavouriteHelper(helper))),
        (1, Helpers.Select(EmployerCommand (helper) => new UnfavouriteHelper(helper))));

    private DeciderProperties<EmployerState, EmployerCommand, Event> Properties => new(Decider, Now, Commands);

    [Fact]
    public void At_least_one_owner_stays_and_each_member_has_one_role() => Properties.Keep(walk =>
    {
        if (walk.State is EmployerState.Registered { Account.Members: var members })
        {
            Assert.Contains(members, member => member.Role is MemberRole.Owner);
            Assert.Equal(members.Count, members.DistinctBy(member => member.Person).Count());
        }
    });

    [Fact]
    public void Nobody_is_blocked_and_a_favourite() => Properties.Keep(walk =>
    {
        if (walk.State is EmployerState.Registered { Account: var account })
        {
            Assert.Empty(account.Blocked.Intersect(account.Favourites));
        }
    });

    [Fact] public void A_repeat_yields_nothing() => Properties.Repeat_yields_nothing();

    [Fact] public void Every_event_fits_every_state() => Properties.Evolve_is_total();

    [Fact] public void Every_event_happens() => Properties.Every_event_happens();
}
