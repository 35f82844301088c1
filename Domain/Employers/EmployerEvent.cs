using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Employers;

/// <summary>What happened to an employer. Personal data here belongs to the person its event names: the owner, or the blocked helper.</summary>
public abstract record EmployerEvent
{
    private EmployerEvent() { }

    /// <param name="Owner">Who registered the employer, and its first member.</param>
    [EventName("employer.registered.v1")]
    public sealed record Registered(
        EmployerId Employer, Name Name, Region Region, PersonId Owner, [property: Personal] EmailAddress ContactEmail) : EmployerEvent;

    [EventName("employer.verified.v1")]
    public sealed record Verified(PersonId Reviewer) : EmployerEvent;

    [EventName("employer.suspended.v1")]
    public sealed record Suspended(PersonId Reviewer, Reason Reason) : EmployerEvent;

    [EventName("employer.reinstated.v1")]
    public sealed record Reinstated(PersonId Reviewer, Reason Reason) : EmployerEvent;

    /// <remarks>Adding a member again with another role changes the role.</remarks>
    [EventName("employer.member-added.v1")]
    public sealed record MemberAdded(PersonId Member, MemberRole Role) : EmployerEvent;

    [EventName("employer.member-removed.v1")]
    public sealed record MemberRemoved(PersonId Member) : EmployerEvent;

    [EventName("employer.location-added.v1")]
    public sealed record LocationAdded(LocationId Location, Name Label, Place Place) : EmployerEvent;

    [EventName("employer.helper-blocked.v1")]
    public sealed record HelperBlocked(HelperId Helper, [property: Personal] Reason Reason) : EmployerEvent;

    [EventName("employer.helper-unblocked.v1")]
    public sealed record HelperUnblocked(HelperId Helper) : EmployerEvent;

    [EventName("employer.helper-favourited.v1")]
    public sealed record HelperFavourited(HelperId Helper) : EmployerEvent;

    [EventName("employer.helper-unfavourited.v1")]
    public sealed record HelperUnfavourited(HelperId Helper) : EmployerEvent;
}

/// <summary>What a member may do: an owner all, a hirer jobs and applications, an approver hours.</summary>
public enum MemberRole
{
    Owner,
    Hirer,
    Approver,
}
