using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Employers;

/// <summary>What can be asked of an employer's stream.</summary>
public abstract record EmployerCommand
{
    private EmployerCommand() { }

    public sealed record Register(EmployerId Employer, Name Name, Region Region, PersonId Owner, EmailAddress ContactEmail) : EmployerCommand;

    public sealed record Verify(PersonId Reviewer) : EmployerCommand;

    public sealed record Suspend(PersonId Reviewer, Reason Reason) : EmployerCommand;

    public sealed record Reinstate(PersonId Reviewer, Reason Reason) : EmployerCommand;

    public sealed record AddMember(PersonId Member, MemberRole Role) : EmployerCommand;

    public sealed record RemoveMember(PersonId Member) : EmployerCommand;

    public sealed record AddLocation(LocationId Location, Name Label, Place Place) : EmployerCommand;

    public sealed record BlockHelper(HelperId Helper, Reason Reason) : EmployerCommand;

    public sealed record UnblockHelper(HelperId Helper) : EmployerCommand;

    public sealed record FavouriteHelper(HelperId Helper) : EmployerCommand;

    public sealed record UnfavouriteHelper(HelperId Helper) : EmployerCommand;
}
