using System.Text.RegularExpressions;

namespace LaborMarketplace.Domain.Values;

/// <summary>A time zone by its IANA name: <c>America/New_York</c>.</summary>
public readonly partial record struct TimeZoneName(string Value) : IScalar<TimeZoneName, string>
{
    public static TimeZoneName From(string value) =>
        new(Shape.Require(value, value is { Length: <= 60 } && Form().IsMatch(value) && TimeZoneInfo.TryFindSystemTimeZoneById(value, out _),
            "A time zone is an IANA name, like America/New_York."));

    /// <summary>The date in this zone at an instant.</summary>
    public DateOnly DateAt(DateTimeOffset instant) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(Value)).DateTime);

    public override string ToString() => Value;

    // Names are looked up as files of the system's zone database: what looks like another path must not get there.
    [GeneratedRegex(@"^(UTC|[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)+)\z")]
    private static partial Regex Form();
}

/// <summary>A span of time between two instants: it holds its start and not its end, and is at most 366 days long.</summary>
public sealed record TimeWindow
{
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(366);

    /// <exception cref="ShapeException">The end is not after the start, or the window is too long.</exception>
    public TimeWindow(DateTimeOffset start, DateTimeOffset end)
    {
        Shape.Require(end, end > start, "A time window ends after it starts.");
        Shape.Require(end, end - start <= Longest, "A time window is at most 366 days long.");
        (Start, End) = (start.ToUniversalTime(), end.ToUniversalTime());
    }

    public DateTimeOffset Start { get; }

    public DateTimeOffset End { get; }

    public TimeSpan Length() => End - Start;

    public bool Overlaps(TimeWindow other) => Start < other.End && other.Start < End;

    public bool Contains(DateTimeOffset instant) => Start <= instant && instant < End;
}

/// <summary>A weekly slot in local time; it ends on the day it starts, midnight (24:00) written as 00:00.</summary>
public sealed record WeeklySlot
{
    /// <exception cref="ShapeException">The slot ends before it starts.</exception>
    public WeeklySlot(DayOfWeek day, TimeOnly from, TimeOnly to)
    {
        Shape.Require(to, to > from || to == TimeOnly.MinValue, "A weekly slot ends after it starts, on the same day.");
        (Day, From, To) = (day, from, to);
    }

    public DayOfWeek Day { get; }

    public TimeOnly From { get; }

    public TimeOnly To { get; }

    public bool Overlaps(WeeklySlot other) => Day == other.Day && From < other.EndOfSlot() && other.From < EndOfSlot();

    private TimeOnly EndOfSlot() => To == TimeOnly.MinValue ? TimeOnly.MaxValue : To;
}

/// <summary>When a helper works in an ordinary week: 1 to 50 slots that do not overlap, in the zone they are meant in.</summary>
public sealed record AvailabilityPlan
{
    /// <exception cref="ShapeException">There is no slot, too many, or two overlap.</exception>
    public AvailabilityPlan(TimeZoneName zone, ValueList<WeeklySlot> slots)
    {
        Shape.Require(slots, slots.Count is >= 1 and <= 50, "An availability plan has from 1 to 50 weekly slots.");
        for (var later = 1; later < slots.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                Shape.Require(
                    slots, !slots[earlier].Overlaps(slots[later]), $"Weekly slots do not overlap; numbers {earlier + 1} and {later + 1} do.");
            }
        }

        (Zone, Slots) = (zone, slots);
    }

    public TimeZoneName Zone { get; }

    public ValueList<WeeklySlot> Slots { get; }
}

/// <summary>A day that differs from the plan: not available at all, or in these hours instead; midnight (24:00) is written as 00:00.</summary>
public sealed record AvailabilityException
{
    /// <exception cref="ShapeException">Hours are given for a day off, or missing or out of order for a day of work.</exception>
    public AvailabilityException(DateOnly date, TimeOnly? from, TimeOnly? to)
    {
        Shape.Require(date, (from is null) == (to is null), "An availability exception has both from and to, or neither for a day off.");
        Shape.Require(date, from is null || to > from || to == TimeOnly.MinValue, "An availability exception ends after it starts, on the same day.");
        (Date, From, To) = (date, from, to);
    }

    public DateOnly Date { get; }

    public TimeOnly? From { get; }

    public TimeOnly? To { get; }
}
