using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Helpers.HelperCommand;

namespace LaborMarketplace.Tests.Unit.Domain.Helpers;

public sealed class HelperProfileTests : HelperExamples
{
    private static readonly SpokenLanguage English = new(LanguageTag.From("en"), LanguageLevel.Native);
    private static readonly Title Headline = Title.From("Plumber and painter");
    private static readonly DateOnly ChristmasEve = new(2026, 12, 24);
    private static readonly AvailabilityException DayOff = new(ChristmasEve, null, null);
    private static readonly AvailabilityException Later = new(ChristmasEve.AddYears(2), null, null);
    private static readonly HelperEvent OffOnChristmasEve = new HelperEvent.AvailabilityExceptionAdded(DayOff);

    [Fact]
    public void Updates_the_profile()
    {
        var updated = new HelperEvent.ProfileUpdated(Name, null, Headline, null);
        Given(Registered).When(new UpdateProfile(Name, null, Headline, null), Now).Yields(updated);
        Given(Registered, updated).When(new UpdateProfile(Name, null, Headline, null), Now).YieldsNothing();
        Given(Registered, updated).When(new UpdateProfile(Name, null, null, null), Now).Yields(new HelperEvent.ProfileUpdated(Name, null, null, null));
    }

    [Fact]
    public void Sets_the_languages()
    {
        Given(Registered).When(new SetLanguages([English]), Now).Yields(new HelperEvent.LanguagesSet([English]));
        Given(Registered, new HelperEvent.LanguagesSet([English])).When(new SetLanguages([English]), Now).YieldsNothing();
    }

    [Fact]
    public void Refuses_a_language_named_twice() =>
        Given(Registered).When(new SetLanguages([English, English with { Level = LanguageLevel.B2 }]), Now).IsRefused("helper.language-repeated");

    [Fact]
    public void Refuses_more_languages_than_anybody_speaks() =>
        Given(Registered).When(new SetLanguages(Enumerable.Range(0, HelperDecider.MostLanguages + 1)
            .Select(number => new SpokenLanguage(LanguageTag.From($"a{(char)('a' + (number / 26))}{(char)('a' + (number % 26))}"), LanguageLevel.A1))
            .ToValueList()), Now).IsRefused("helper.too-many-languages");

    [Fact]
    public void Sets_the_service_area()
    {
        Given(Registered).When(new SetServiceArea(Area), Now).Yields(AreaSet);
        Given(Registered, AreaSet).When(new SetServiceArea(new ServiceArea(Area.Centre, Area.RadiusInKilometres, null)), Now).YieldsNothing();
    }

    [Fact]
    public void Sets_the_availability_plan()
    {
        Given(Registered).When(new SetAvailabilityPlan(Plan), Now).Yields(PlanSet);
        Given(Registered, PlanSet).When(new SetAvailabilityPlan(new AvailabilityPlan(Plan.Zone, Plan.Slots)), Now).YieldsNothing();
    }

    [Fact]
    public void Adds_an_exception_to_the_plan()
    {
        Given(Registered, PlanSet).When(new AddAvailabilityException(DayOff), Now).Yields(OffOnChristmasEve);
        Given(Registered, PlanSet, OffOnChristmasEve).When(new AddAvailabilityException(DayOff), Now).YieldsNothing();
    }

    [Fact]
    public void Refuses_an_exception_to_no_plan() =>
        Given(Registered).When(new AddAvailabilityException(DayOff), Now).IsRefused("helper.plan-missing");

    [Fact]
    public void Another_exception_for_the_day_takes_the_place_of_the_first()
    {
        var hours = new HelperEvent.AvailabilityExceptionAdded(new(ChristmasEve, new TimeOnly(8, 0), new TimeOnly(10, 0)));
        var history = Given(Registered, PlanSet, OffOnChristmasEve);
        history.When(new AddAvailabilityException(hours.Exception), Now).Yields(hours);
        Assert.Equal(hours.Exception, Assert.Single(Profile(Fold(history.State, hours)).Exceptions));
    }

    [Fact]
    public void The_day_of_an_exception_is_not_over_in_the_plans_zone()
    {
        var lateInNewYork = new DateTimeOffset(2026, 12, 25, 4, 59, 59, TimeSpan.Zero);
        Given(Registered, PlanSet).When(new AddAvailabilityException(DayOff), lateInNewYork).Yields(OffOnChristmasEve);
        Given(Registered, PlanSet).When(new AddAvailabilityException(DayOff), lateInNewYork.AddSeconds(1)).IsRefused("helper.exception-in-past");
    }

    [Fact]
    public void Refuses_more_exceptions_than_days_of_a_year() =>
        Given([Registered, PlanSet, .. Days(HelperDecider.MostExceptions)]).When(new AddAvailabilityException(DayOff), Now)
            .IsRefused("helper.too-many-exceptions");

    [Fact]
    public void Exceptions_of_days_gone_by_do_not_count() =>
        Given([Registered, PlanSet, .. Days(HelperDecider.MostExceptions)]).When(
            new AddAvailabilityException(Later), Now.AddDays(32)).Yields(new HelperEvent.AvailabilityExceptionAdded(Later));

    [Fact]
    public void Removes_an_exception()
    {
        Given(Registered, PlanSet, OffOnChristmasEve).When(new RemoveAvailabilityException(ChristmasEve), Now)
            .Yields(new HelperEvent.AvailabilityExceptionRemoved(ChristmasEve));
        Given(Registered, PlanSet).When(new RemoveAvailabilityException(ChristmasEve), Now).YieldsNothing();
    }

    private static HelperEvent[] Days(int count) => Enumerable.Range(1, count)
        .Select(HelperEvent (day) => new HelperEvent.AvailabilityExceptionAdded(new AvailabilityException(ChristmasEve.AddDays(day), null, null)))
        .ToArray();
}
