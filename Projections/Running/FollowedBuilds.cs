using System.Collections.Concurrent;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Projections.Running;

/// <summary>What the runner knows of the builds that fall to this process: which are level, and how long those wait that cannot go on. Thread-safe.</summary>
internal sealed class FollowedBuilds(ProjectionOptions options)
{
    /// <summary>Those that have come to the log's end since they are this process's.</summary>
    private readonly ConcurrentDictionary<Held, bool> _level = new();

    /// <summary>Those that halted, and when to try again (by the machine's clock, in milliseconds).</summary>
    private readonly ConcurrentDictionary<Held, long> _halted = new();

    /// <summary>How long those wait that failed, each for itself: what gets on does not let the others hurry.</summary>
    private readonly ConcurrentDictionary<Held, Backoff> _failed = new();

    private int _notices;

    public bool IsLevel(Held held) => _level.ContainsKey(held);

    public bool IsHalted(Held held) => _halted.ContainsKey(held);

    public void Level(Held held) => _level[held] = true;

    public void GetsOn(Held held) => _failed.TryRemove(held, out _);

    public void Halt(Held held)
    {
        _halted[held] = Environment.TickCount64 + (long)options.HaltedRetry.TotalMilliseconds;
        _level.TryRemove(held, out _);
    }

    /// <summary>Lets those wait that failed, longer each time.</summary>
    public Task Fail(IEnumerable<Held> builds, CancellationToken ending)
    {
        var failed = builds.ToList();
        failed.ForEach(held => _level.TryRemove(held, out _));
        return Task.WhenAll(failed.Select(held => _failed.GetOrAdd(held, _ => new Backoff(options)).Wait(ending)));
    }

    /// <summary>Forgets what is not this process's any more, and the halts that are to be tried again: all, when something about builds was changed.</summary>
    public void Keep(Holding holding)
    {
        if (holding.Notices != _notices)
        {
            _notices = holding.Notices;
            _halted.Clear();
        }

        foreach (var gone in _level.Keys.Union(_failed.Keys).Union(_halted.Keys).Except(holding.Builds))
        {
            _level.TryRemove(gone, out _);
            _failed.TryRemove(gone, out _);
            _halted.TryRemove(gone, out _);
        }

        foreach (var (held, _) in _halted.Where(halted => halted.Value <= Environment.TickCount64))
        {
            _halted.TryRemove(held, out _);
        }
    }

    /// <summary>Completes when a build that halted is to try again; never where there is none.</summary>
    public Task NextRetry(CancellationToken ending) => Task.Delay(
        _halted.IsEmpty ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Max(0, _halted.Values.Min() - Environment.TickCount64)),
        TimeProvider.System, ending);
}
