using System.Globalization;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.ReadApi.Assignments;

/// <summary>A week as ISO 8601 numbers them: <c>2026-W48</c>, from Monday to Sunday.</summary>
internal readonly record struct IsoWeek(int Year, int Number)
{
    /// <exception cref="ShapeException">It is not written like that, or the year has no such week.</exception>
    public static IsoWeek From(string text) =>
        text is [_, _, _, _, '-', 'W', _, _]
        && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && year is >= 1900 and <= 9998
        && int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1 && number <= ISOWeek.GetWeeksInYear(year)
            ? new IsoWeek(year, number)
            : throw new ShapeException("A week is written as in ISO 8601, like 2026-W48, and a year has 52 or 53.");

    /// <summary>From its first moment in a zone to the first of the week after.</summary>
    public (DateTimeOffset From, DateTimeOffset To) In(TimeZoneName zone)
    {
        var monday = ISOWeek.ToDateTime(Year, Number, DayOfWeek.Monday);
        var here = TimeZoneInfo.FindSystemTimeZoneById(zone.Value);
        return (StartOfDay(monday, here), StartOfDay(monday.AddDays(7), here));
    }

    /// <summary>Where the clock is put forward at midnight, the day starts when it has been.</summary>
    private static DateTimeOffset StartOfDay(DateTime day, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(day))
        {
            day = day.AddMinutes(15);
        }

        // Where midnight comes twice, the day starts with the first.
        var offset = zone.IsAmbiguousTime(day) ? zone.GetAmbiguousTimeOffsets(day).Max() : zone.GetUtcOffset(day);
        return new DateTimeOffset(day, offset).ToUniversalTime();
    }
}
