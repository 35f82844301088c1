namespace LaborMarketplace.Cli.Simulate;

/// <summary>What is to happen when. It is played slot by slot; what happens in one may put more into later ones. Thread-safe.</summary>
/// <param name="slot">How long a slot is: what falls within one happens at its end, in any order.</param>
internal sealed class Agenda(TimeSpan slot)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<DateTimeOffset, List<Func<CancellationToken, Task>>> _slots = [];
    private DateTimeOffset _now = DateTimeOffset.MinValue;

    /// <summary>The slot that is being played.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    /// <summary>Puts something into the slot of a moment, or into the next one where that moment is past.</summary>
    public void At(DateTimeOffset when, Func<CancellationToken, Task> happening)
    {
        lock (_lock)
        {
            var at = RoundedUp(when);
            at = at > _now ? at : _now + slot;
            if (!_slots.TryGetValue(at, out var happenings))
            {
                _slots.Add(at, happenings = []);
            }

            happenings.Add(happening);
        }
    }

    public void After(TimeSpan delay, Func<CancellationToken, Task> happening) => At(Now + delay, happening);

    /// <summary>Plays all slots in order, until a moment.</summary>
    /// <param name="until">What lies later does not happen.</param>
    /// <param name="atOnce">How many happenings of a slot go on at once.</param>
    /// <param name="moveTo">Is called before each slot, with its moment.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task Play(DateTimeOffset until, int atOnce, Func<DateTimeOffset, Task> moveTo, CancellationToken cancellation)
    {
        while (Next(until) is { } happenings)
        {
            await moveTo(Now);
            await Parallel.ForEachAsync(
                happenings, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation },
                async (happening, stop) => await happening(stop));
        }
    }

    private List<Func<CancellationToken, Task>>? Next(DateTimeOffset until)
    {
        lock (_lock)
        {
            var (at, happenings) = _slots.FirstOrDefault();
            if (happenings is null || at > until)
            {
                return null;
            }

            _slots.Remove(at);
            _now = at;
            return happenings;
        }
    }

    private DateTimeOffset RoundedUp(DateTimeOffset moment) => new((moment.Ticks + slot.Ticks - 1) / slot.Ticks * slot.Ticks, TimeSpan.Zero);
}
