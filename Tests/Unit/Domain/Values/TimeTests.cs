using CsCheck;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Tests.Unit.Domain.Values.ShapeAssertions;

namespace LaborMarketplace.Tests.Unit.Domain.Values;

public sealed class TimeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeOnly Eight = new(8, 0);
    private static readonly TimeOnly Twelve = new(12, 0);

    [Theory]
    [InlineData("UTC")]
    [InlineData("America/New_York")]
    [InlineData("America/Argentina/Buenos_Aires")]
    [InlineData("Etc/GMT+5")]
    public void A_time_zone_is_known_by_its_name(string name) => Assert.Equal(name, TimeZoneName.From(name).Value);

    [Theory]
    [InlineData("")]
    [InlineData("New York")]
    [InlineData("EST")]
    [InlineData("america/new_york")]
    [InlineData("Mars/Olympus_Mons")]
    [InlineData("Eastern Standard Time")]
    [InlineData("/etc/localtime")]
    [InlineData("../zoneinfo/Europe/Paris")]
    [InlineData("Europe/../Europe/Paris")]
    public void A_time_zone_is_an_IANA_name(string name) => IsOutOfShape(() => TimeZoneName.From(name), "IANA");

    [Fact]
    public void A_zone_has_its_own_date()
    {
        var late = new DateTimeOffset(2026, 11, 24, 3, 0, 0, TimeSpan.Zero);
        Assert.Equal(new DateOnly(2026, 11, 23), TimeZoneName.From("America/New_York").DateAt(late));
        Assert.Equal(new DateOnly(2026, 11, 24), TimeZoneName.From("UTC").DateAt(late));
    }

    [Fact]
    public void A_window_ends_after_it_starts()
    {
        IsOutOfShape(() => new TimeWindow(Noon, Noon), "ends after it starts");
        IsOutOfShape(() => new TimeWindow(Noon, Noon.AddTicks(-1)), "ends after it starts");
    }

    [Fact]
    public void A_window_is_at_most_366_days_long()
    {
        Assert.Equal(TimeSpan.FromDays(366), new TimeWindow(Noon, Noon.AddDays(366)).Length());
        IsOutOfShape(() => new TimeWindow(Noon, Noon.AddDays(366).AddTicks(1)), "366 days");
    }

    [Fact]
    public void A_window_is_kept_in_UTC()
    {
        var start = new DateTimeOffset(2026, 11, 24, 7, 0, 0, TimeSpan.FromHours(-5));
        Assert.Equal(TimeSpan.Zero, new TimeWindow(start, start.AddHours(1)).Start.Offset);
        Assert.Equal(new TimeWindow(Noon, Noon.AddHours(1)), new TimeWindow(start, start.AddHours(1)));
    }

    [Fact]
    public void A_window_holds_its_start_and_not_its_end()
    {
        var window = new TimeWindow(Noon, Noon.AddHours(1));
        Assert.True(window.Contains(Noon));
        Assert.False(window.Contains(Noon.AddHours(1)));
        Assert.False(window.Overlaps(new TimeWindow(Noon.AddHours(1), Noon.AddHours(2))));
        Assert.True(window.Overlaps(new TimeWindow(Noon.AddMinutes(59), Noon.AddHours(2))));
    }

    [Fact]
    public void Windows_overlap_when_an_instant_is_in_both() =>
        Gen.Select(Windows, Windows).Sample((one, other) =>
        {
            var shared = Enumerable.Range(0, 50).Select(hour => Noon.AddHours(hour)).Any(hour => one.Contains(hour) && other.Contains(hour));
            Assert.Equal(shared, one.Overlaps(other));
            Assert.Equal(shared, other.Overlaps(one));
        });

    [Fact]
    public void A_weekly_slot_ends_on_its_own_day()
    {
        IsOutOfShape(() => new WeeklySlot(DayOfWeek.Monday, Twelve, Eight), "same day");
        IsOutOfShape(() => new WeeklySlot(DayOfWeek.Monday, Twelve, Twelve), "same day");
        Assert.Equal(TimeOnly.MinValue, new WeeklySlot(DayOfWeek.Monday, Twelve, TimeOnly.MinValue).To);
    }

    [Fact]
    public void A_plan_has_from_1_to_50_slots_that_do_not_overlap()
    {
        var zone = TimeZoneName.From("UTC");
        IsOutOfShape(() => new AvailabilityPlan(zone, []), "from 1 to 50");
        IsOutOfShape(() => new AvailabilityPlan(zone, [Slot(8, 12), Slot(14, 16), Slot(11, 13)]), "numbers 1 and 3");
        IsOutOfShape(() => new AvailabilityPlan(zone, [Slot(8, 0), Slot(23, 0)]), "numbers 1 and 2");
        Assert.Equal(2, new AvailabilityPlan(zone, [Slot(8, 12), Slot(12, 0)]).Slots.Count);

        static WeeklySlot Slot(int from, int to) => new(DayOfWeek.Monday, new TimeOnly(from, 0), new TimeOnly(to, 0));
    }

    [Fact]
    public void Plans_are_equal_when_their_slots_are()
    {
        ValueList<WeeklySlot> slots = [new(DayOfWeek.Friday, Eight, Twelve)];
        Assert.Equal(new AvailabilityPlan(TimeZoneName.From("UTC"), slots), new AvailabilityPlan(TimeZoneName.From("UTC"), [.. slots]));
    }

    [Fact]
    public void An_exception_is_a_day_off_or_has_hours_in_order()
    {
        var date = new DateOnly(2026, 12, 24);
        Assert.Null(new AvailabilityException(date, null, null).From);
        Assert.Equal(Twelve, new AvailabilityException(date, Eight, Twelve).To);
        Assert.Equal(TimeOnly.MinValue, new AvailabilityException(date, Eight, TimeOnly.MinValue).To);
        IsOutOfShape(() => new AvailabilityException(date, Eight, null), "both from and to");
        IsOutOfShape(() => new AvailabilityException(date, Twelve, Eight), "ends after it starts");
    }

    private static readonly Gen<TimeWindow> Windows =
        Gen.Select(Gen.Int[0, 20], Gen.Int[1, 20], (start, hours) => new TimeWindow(Noon.AddHours(start), Noon.AddHours(start + hours)));
}
