using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain;

/// <summary>The values that the rule tests of jobs, applications and assignments speak of.</summary>
internal static class Examples
{
    /// <summary>A Monday noon.</summary>
    public static DateTimeOffset Monday { get; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static EmployerId Employer { get; } = new(Id(1));

    public static PersonId Hirer { get; } = new(Id(2));

    public static PersonId Reviewer { get; } = new(Id(3));

    public static HelperId Helper { get; } = new(Id(4));

    public static JobId Job { get; } = new(Id(5));

    public static OfferId Offer { get; } = new(Id(6));

    public static ApplicationId Application { get; } = DerivedId.Application(Job, Helper);

    public static AssignmentId Assignment { get; } = DerivedId.Assignment(Offer);

    public static TimeZoneName NewYork { get; } = new("America/New_York");

    public static Place Workshop { get; } = new(Name.From("350 5th Ave, New York"), new GeoPoint(40.7484, -73.9857), Region.From("us-east"));

    public static Reason Reason { get; } = new("A good reason.");

    /// <summary>Four hours of Thursday afternoon, three days after <see cref="Monday"/>.</summary>
    public static TimeWindow Thursday { get; } = Hours(72, 76);

    public static Guid Id(int number) => DerivedId.Of($"example {number}");

    /// <summary>A window counted in hours from <see cref="Monday"/>.</summary>
    public static TimeWindow Hours(double from, double to) => new(Monday.AddHours(from), Monday.AddHours(to));

    public static Pay Hourly(decimal amount, string currency = "USD") => new(PayKind.Hourly, new Money(amount, Currency.From(currency)));

    public static Pay Fixed(decimal amount, string currency = "USD") => new(PayKind.Fixed, new Money(amount, Currency.From(currency)));
}
