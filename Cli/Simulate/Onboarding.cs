using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Cli.Simulate;

/// <summary>The commands that make a planned helper somebody who can be hired.</summary>
internal static class Onboarding
{
    private static readonly AvailabilityPlan EveryDay = new(
        SimulationPlan.Zone, Enum.GetValues<DayOfWeek>().Select(day => new WeeklySlot(day, new TimeOnly(6, 0), TimeOnly.MinValue)).ToValueList());

    public static object Registration(PlannedHelper helper) =>
        new { SimulationPlan.Region, helper.Name, helper.Email, Phone = FormattableString.Invariant($"+1212{helper.Number:0000000}") };

    /// <summary>All that follows the contact's verification, in order.</summary>
    public static IReadOnlyList<(string Command, object? Body)> Steps(PlannedHelper helper) =>
    [
        ("set-languages", new { Languages = new[] { new { Language = "en", Level = LanguageLevel.Native } } }),
        ("add-skill", new { helper.Skill, helper.Level, helper.Years }),
        ("set-rate", new { helper.Rate }),
        ("set-availability-plan", new { Plan = EveryDay }),
        ("set-service-area", new { Area = new ServiceArea(helper.Home.Centre, 25, null) }),
        ("complete-onboarding", null),
    ];
}
