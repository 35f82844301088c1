using System.Globalization;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Cli.Import;

/// <summary>A posting that makes sense.</summary>
/// <param name="HourlyPay">The lower end of the range, by the hour.</param>
/// <param name="PayAsWritten">The range as the employer states it: <c>82,884–116,391 a year</c>.</param>
public sealed record Posting(int Row, long Number, Title Title, Name Agency, string? Category, Pay HourlyPay, string PayAsWritten);

/// <summary>What a row of the file comes to.</summary>
public abstract record CheckedRow(int Row)
{
    public sealed record Sound(Posting Posting) : CheckedRow(Posting.Row);

    /// <summary>The same job is on an earlier line: it was posted internally and externally, or twice.</summary>
    public sealed record Duplicate(int Row, long Number, int FirstRow) : CheckedRow(Row);

    public sealed record Senseless(int Row, string Number, string Reason) : CheckedRow(Row);
}

/// <summary>Tells postings that make sense from those that do not, and from repeats.</summary>
public static class PostingRules
{
    private const decimal DailyFrom = 200, AnnualFrom = 2_000, HoursOfDay = 8, HoursOfYear = 2_080;

    public static IReadOnlyList<CheckedRow> Check(IEnumerable<PostingRow> rows)
    {
        var firstRows = new Dictionary<long, int>();
        return [.. rows.Select(row => Check(row) switch
        {
            CheckedRow.Sound sound when !firstRows.TryAdd(sound.Posting.Number, row.Row) =>
                new CheckedRow.Duplicate(row.Row, sound.Posting.Number, firstRows[sound.Posting.Number]),
            var other => other,
        })];
    }

    private static CheckedRow Check(PostingRow row)
    {
        try
        {
            if (!long.TryParse(row.Number, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                throw new ShapeException($"A Job ID is a number, not '{row.Number}'.");
            }

            var (from, to) = (Amount(row.PayFrom), Amount(row.PayTo));
            var (hours, unit) = Unit(from, to);
            var hourly = new Pay(PayKind.Hourly, new Money(decimal.Round(from / hours, 2, MidpointRounding.ToEven), Currency.UsDollar));
            var written = string.Create(CultureInfo.InvariantCulture, $"{from:#,0.##}–{to:#,0.##} {unit}");
            return new CheckedRow.Sound(new Posting(row.Row, number, Title.From(row.Title), Name.From(row.Agency), row.Category, hourly, written));
        }
        catch (ShapeException wrong)
        {
            return new CheckedRow.Senseless(row.Row, row.Number, wrong.Message);
        }
    }

    private static decimal Amount(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : throw new ShapeException($"A salary is a number, not '{text}'.");

    /// <summary>How many hours the range pays for. The file does not say; the size of the amounts does.</summary>
    private static (decimal Hours, string Unit) Unit(decimal from, decimal to)
    {
        if (from <= 0)
        {
            throw new ShapeException("The salary range starts at 0, so what is paid cannot be told.");
        }

        if (from > to)
        {
            throw new ShapeException(string.Create(CultureInfo.InvariantCulture, $"The salary range ends at {to}, below its start of {from}."));
        }

        var unit = UnitOf(from);
        return unit == UnitOf(to)
            ? unit
            : throw new ShapeException(string.Create(
                CultureInfo.InvariantCulture, $"The salary range from {from} to {to} mixes pay {unit.Unit} and pay {UnitOf(to).Unit}."));
    }

    private static (decimal Hours, string Unit) UnitOf(decimal amount) => amount switch
    {
        < DailyFrom => (1, "an hour"),
        <= AnnualFrom => (HoursOfDay, "a day"),
        _ => (HoursOfYear, "a year"),
    };
}
