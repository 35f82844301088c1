using System.Collections.Concurrent;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Projections.Running;

/// <summary>Finds builds that serve and that nobody follows, though they are not paused. Thread-safe.</summary>
/// <remarks>
/// While another process takes over, or the first one starts, nobody follows them either. So it tells of those alone that have been found
/// so, each time that it was asked, for longer than that takes.
/// </remarks>
internal sealed class Unfollowed(ProjectionOptions options)
{
    /// <summary>Since when, by the machine's clock.</summary>
    private readonly ConcurrentDictionary<string, long> _since = new();

    /// <summary>Whoever died is found out after a lease, and its builds are taken within a beat: twice a lease leaves room for both.</summary>
    private readonly TimeSpan _takeover = options.Lease * 2;

    public IReadOnlyList<Checkpoint> Among(IReadOnlyList<Checkpoint> builds)
    {
        var found = builds.Where(build => build is { Live: true, Followed: false, Paused: false }).ToList();
        foreach (var gone in _since.Keys.Except(found.Select(build => build.Storage)))
        {
            _since.TryRemove(gone, out _);
        }

        return [.. found.Where(build => options.Clock.GetElapsedTime(_since.GetOrAdd(build.Storage, _ => options.Clock.GetTimestamp())) > _takeover)];
    }
}
