using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.WriteApi;

/// <summary>Bodies that the OpenAPI document shows; each is one that its endpoint takes.</summary>
internal static class Examples
{
    private static readonly DateTimeOffset Morning = new(2026, 12, 7, 13, 0, 0, TimeSpan.Zero);

    public static Guid Id { get; } = Guid.Parse("01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4c");

    public static Region Region { get; } = new("us-east");

    public static Skill Skill { get; } = new("plumbing");

    public static Reason Reason { get; } = new("The plans have changed.");

    public static Sha256 Hash { get; } = new("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

    public static TimeWindow When { get; } = new(Morning, Morning.AddHours(8));

    public static TimeZoneName Zone { get; } = new("America/New_York");

    public static GeoPoint Point { get; } = new(40.7128, -74.0060);

    public static Place Place { get; } = new(new("1 Centre Street, New York, NY 10007"), Point, Region);

    public static Pay Pay { get; } = new(PayKind.Hourly, new Money(32.50m, Currency.UsDollar));

    public static AvailabilityPlan Plan { get; } = new(
        Zone, [new(DayOfWeek.Monday, new(8, 0), new(17, 0)), new(DayOfWeek.Saturday, new(9, 0), new(13, 0))]);

    public static AvailabilityException DayOff { get; } = new(new(2026, 12, 24), null, null);

    public static ServiceArea Area { get; } = new(Point, 25, null);

    public static JobTerms Terms { get; } = new(
        new("Pipe fitter for one day"),
        new("Replace the pipes of two bathrooms; tools are there."),
        When,
        Zone,
        Place,
        [new(Skill, new(3))],
        new(1),
        Pay,
        new(2));
}
