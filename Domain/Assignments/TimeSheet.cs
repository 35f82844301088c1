using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Assignments;

/// <summary>The worked time as it stands after all corrections. No two entries overlap.</summary>
public sealed record TimeSheet(ValueList<TimeEntry> Entries)
{
    public static TimeSheet Empty { get; } = new(ValueList<TimeEntry>.Empty);

    public TimeSpan Total() => Entries.Aggregate(TimeSpan.Zero, (total, entry) => total + entry.Worked.Length());

    public TimeEntry? Of(TimeEntryId id) => Entries.FirstOrDefault(entry => entry.Id == id);

    /// <summary>Adds the entry, or puts it in the place of the one with its id.</summary>
    internal TimeSheet With(TimeEntry entry) => new(Entries.Where(other => other.Id != entry.Id).Add(entry));

    /// <summary>The entry that stands in this one's way, if any; an entry is never in its own.</summary>
    internal TimeEntry? Overlapping(TimeEntry entry) =>
        Entries.FirstOrDefault(other => other.Id != entry.Id && other.Worked.Overlaps(entry.Worked));
}

public sealed record TimeEntry(TimeEntryId Id, TimeWindow Worked);

/// <summary>The time from a check-in on: stretches of work with breaks between them.</summary>
/// <param name="CheckedInAt">When it began.</param>
/// <param name="Stretches">The work that a break has ended, in order, never empty ones.</param>
/// <param name="Since">When the present stretch of work, or the present break, began.</param>
/// <param name="OnBreak">Whether the helper is on a break.</param>
public sealed record Shift(DateTimeOffset CheckedInAt, ValueList<TimeWindow> Stretches, DateTimeOffset Since, bool OnBreak)
{
    /// <summary>The moment, or the last one known where a clock is behind it: a shift's time does not run backwards.</summary>
    internal DateTimeOffset NotBefore(DateTimeOffset now) => now < Since ? Since : now;

    internal Shift BreakFrom(DateTimeOffset at) => this with { Stretches = StretchesTo(at), Since = at, OnBreak = true };

    internal Shift WorkFrom(DateTimeOffset at) => this with { Since = at, OnBreak = false };

    /// <summary>The stretches of a shift that ends now, as far as they lie before the limit.</summary>
    internal IEnumerable<TimeWindow> StretchesUntil(DateTimeOffset now, DateTimeOffset limit) => StretchesTo(now)
        .Where(stretch => stretch.Start < limit)
        .Select(stretch => stretch.End <= limit ? stretch : new TimeWindow(stretch.Start, limit));

    /// <remarks>A forgotten check-out may come after longer than any window lasts: what is beyond that is not work.</remarks>
    private ValueList<TimeWindow> StretchesTo(DateTimeOffset at) =>
        OnBreak || at <= Since ? Stretches
        : Stretches.Add(new TimeWindow(Since, at - Since <= TimeWindow.Longest ? at : Since + TimeWindow.Longest));
}
