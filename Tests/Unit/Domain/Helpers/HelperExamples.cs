using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Helpers;

/// <summary>Ada, step by step: what the tests of helpers tell their stories with.</summary>
public abstract class HelperExamples() : Specification<HelperState, HelperCommand, HelperEvent>(HelperDecider.For(Policy.Default))
{
    protected static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    protected static readonly HelperId Ada = new(Guid.Parse("0193c6f0-0000-7000-8000-000000000001"));
    protected static readonly Name Name = Name.From("Ada Lovelace");
    protected static readonly Skill Plumbing = Skill.From("plumbing");
    protected static readonly Skill Painting = Skill.From("painting");
    protected static readonly Sha256 RightCode = Sha256.From(new string('a', 64));
    protected static readonly Sha256 WrongCode = Sha256.From(new string('b', 64));
    protected static readonly ServiceArea Area = new(new GeoPoint(40.7, -74), 20, null);
    protected static readonly FileId File = new(Guid.Parse("0193c6f0-0000-7000-8000-0000000000f1"));

    protected static readonly AvailabilityPlan Plan =
        new(TimeZoneName.From("America/New_York"), [new WeeklySlot(DayOfWeek.Monday, new TimeOnly(8, 0), new TimeOnly(16, 0))]);

    protected static readonly HelperCommand.Register Registering =
        new(Ada, Region.From("us-east"), Name, EmailAddress.From("ada@example.org"), Phone: null);

    protected static readonly HelperEvent Registered =
        new HelperEvent.Registered(Ada, Registering.Region, Name, Registering.Email, Phone: null);

    protected static readonly HelperEvent CodeSent = new HelperEvent.ContactCodeIssued(1, RightCode, Now.AddMinutes(15), Policy: 1);
    protected static readonly HelperEvent CodeMistaken = new HelperEvent.ContactCodeMistaken(1);
    protected static readonly HelperEvent ContactVerified = new HelperEvent.ContactVerified(1);
    protected static readonly HelperEvent Plumbs = new HelperEvent.SkillAdded(Plumbing, SkillLevel.From(3), Years.From(5));
    protected static readonly HelperEvent Paints = new HelperEvent.SkillAdded(Painting, SkillLevel.From(2), Years.From(1));
    protected static readonly HelperEvent GeneralRate = new HelperEvent.RateSet(null, Hourly(25, "USD"));
    protected static readonly HelperEvent PlumbingRate = new HelperEvent.RateSet(Plumbing, Hourly(40, "USD"));
    protected static readonly HelperEvent AreaSet = new HelperEvent.ServiceAreaSet(Area);
    protected static readonly HelperEvent PlanSet = new HelperEvent.AvailabilityPlanSet(Plan);
    protected static readonly HelperEvent Onboarded = new HelperEvent.OnboardingCompleted();

    protected History GivenActive(params ReadOnlySpan<HelperEvent> more) =>
        Given([Registered, CodeSent, ContactVerified, Plumbs, GeneralRate, AreaSet, PlanSet, Onboarded, .. more]);

    protected static Pay Hourly(decimal amount, string currency) => new(PayKind.Hourly, new Money(amount, Currency.From(currency)));

    protected static HelperProfile Profile(HelperState state) => Assert.IsAssignableFrom<HelperState.Registered>(state).Profile;
}
