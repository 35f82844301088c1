using LaborMarketplace.EventStore;
using Npgsql;

namespace LaborMarketplace.Projections.Running;

/// <summary>
/// How many events are written at once: fewer after a page that the database could not write in the time of a command, slowly more again
/// after.
/// </summary>
/// <remarks>
/// Additive increase, multiplicative decrease, as congestion is avoided on networks (RFC 5681): without it, a database that is too slow for a
/// page would be given the same page for ever. Thread-safe.
/// </remarks>
/// <param name="longest">How many at most.</param>
internal sealed class PageLength(int longest)
{
    /// <summary>In so many steps it grows from half to whole.</summary>
    private const int Steps = 16;

    private readonly int _longest = longest;
    private int _now = longest;

    public void Failed(Exception exception)
    {
        if (exception is NpgsqlException { InnerException: TimeoutException })
        {
            _now = Math.Max(1, _now / 2);
        }
    }

    public void Succeeded() => _now = (int)Math.Min(_longest, _now + (long)Math.Max(1, _now / Steps));

    /// <summary>The page in parts that are not longer than that.</summary>
    public IEnumerable<LogPage> Parts(LogPage page)
    {
        for (var most = _now; page.Events.Count > most; most = _now)
        {
            var first = page.Events.Take(most).ToList();
            yield return new LogPage(first, first[^1].Position, AtEnd: false);
            page = page with { Events = [.. page.Events.Skip(most)] };
        }

        yield return page;
    }
}
