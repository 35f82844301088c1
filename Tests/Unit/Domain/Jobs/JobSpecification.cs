using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Jobs;

/// <summary>The job that its tests speak of: two people for four hours on Thursday, drafted and published on Monday.</summary>
public abstract class JobSpecification() : Specification<JobState, JobCommand, JobEvent>(JobDecider.For(Policy.Default))
{
    private protected static DateTimeOffset Monday => Examples.Monday;

    private protected static ApplicationId Ana { get; } = new(Examples.Id(11));

    private protected static ApplicationId Ben { get; } = new(Examples.Id(12));

    private protected static ApplicationId Cem { get; } = new(Examples.Id(13));

    private protected static DateTimeOffset Tuesday { get; } = Monday.AddDays(1);

    private protected static JobTerms Terms { get; } = new(
        Title.From("Fix a leaking roof"), Description.From("Bring a ladder."), Examples.Thursday, Examples.NewYork, Examples.Workshop,
        [new RequiredSkill(Skill.From("roofing"), SkillLevel.From(2))], VerificationLevel.None, Examples.Hourly(20), Headcount.From(2));

    private protected static JobEvent Drafted { get; } = new JobEvent.Drafted(Examples.Job, Examples.Employer, Examples.Hirer, Terms, null);

    private protected static JobEvent Published { get; } = new JobEvent.Published(Terms.Positions, Monday, Terms.When.Start, 1);

    private protected static JobEvent Applied { get; } = new JobEvent.FirstApplicationReceived(Ana);

    private protected static JobEvent Filled { get; } = new JobEvent.Filled();

    private protected static JobEvent.PositionReserved Reserved(ApplicationId application) => new(application, Tuesday);

    private protected static JobEvent.PositionFilled Hired(ApplicationId application) => new(application);

    private protected static JobEvent.MoveAsked Moved(TimeWindow when) => new([Ana], when);

    private protected static JobCommand Draft(JobTerms terms) => new JobCommand.Draft(Examples.Job, Examples.Employer, Examples.Hirer, terms, null);

    private protected static JobCommand Edit(JobTerms terms) => new JobCommand.Edit(terms);

    private protected static JobCommand Reserve(ApplicationId application) => new JobCommand.ReservePosition(application, Tuesday);

    private protected static JobCommand Release(ApplicationId application) => new JobCommand.ReleasePosition(application, Examples.Reason);

    private protected static JobCommand Fill(ApplicationId application) => new JobCommand.FillPosition(application);

    private protected static JobCommand Lapse(ApplicationId application) => new JobCommand.LapseReservation(application);

    private protected static JobCommand Publish { get; } = new JobCommand.Publish(EmployerVerified: true);

    private protected static JobCommand Close { get; } = new JobCommand.Close(null);

    private protected static JobCommand CloseAfterWork { get; } = new JobCommand.CloseAfterWork();

    private protected static JobCommand Cancel { get; } = new JobCommand.Cancel(Examples.Reason);

    private protected static JobCommand Expire { get; } = new JobCommand.Expire();

    private protected static JobEvent.PositionReleased Released(ApplicationId application) => new(application, Examples.Reason);

    private protected static JobEvent.PositionReleased Lapsed(ApplicationId application) => new(application, new Reason("The reservation lapsed."));
}
