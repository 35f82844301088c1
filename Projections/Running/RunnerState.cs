using System.Collections.Concurrent;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Projections.Running;

/// <summary>Whether this process's runner is able to work, and whether it gets on. Thread-safe.</summary>
public sealed class RunnerState
{
    /// <summary>What follows the log, and whether it does at this moment: what is interrupted is taken up again, or forgotten.</summary>
    private readonly ConcurrentDictionary<Pulse, bool> _following = new();
    private readonly Pulse _leasing = new(0);
    private volatile TaskCompletionSource _moving = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the last attempt to follow the log for a build failed of.</summary>
    private readonly ConcurrentDictionary<string, string> _buildFaults = new();
    private volatile string? _fault;
    private volatile string? _leasingFault;
    private volatile string? _stuck;
    private volatile IReadOnlyList<string> _lacks = [];

    /// <summary>What the last attempt failed of, and for which builds where it was not for all; null when none failed.</summary>
    public string? Fault => _fault ?? _leasingFault ?? FaultOfBuilds();

    /// <summary>
    /// What has not got on for too long, although there is something to do and nothing has failed; null when all is well. Its builds are
    /// left to other processes until it moves again, which it may never do: nothing but a new process helps then.
    /// </summary>
    public string? Stuck => _stuck;

    /// <summary>What this process could not make and does without for now, in sentences; none when it lacks nothing.</summary>
    public IReadOnlyList<string> Lacks => _lacks;

    /// <summary>How often this process has said that it lives, or failed to. It grows also while the process is stuck.</summary>
    public long SignsOfLife => _leasing.Position;

    internal void Lacking(IReadOnlyList<string> lacks) => _lacks = lacks;

    /// <summary>A round of work was begun: only what is followed in it can be at fault.</summary>
    internal void Follows(IEnumerable<string> builds)
    {
        _fault = null;
        foreach (var gone in _buildFaults.Keys.Except(builds))
        {
            _buildFaults.TryRemove(gone, out _);
        }
    }

    internal void Followed(IEnumerable<string> builds)
    {
        foreach (var build in builds)
        {
            _buildFaults.TryRemove(build, out _);
        }
    }

    internal void FailedToFollow(IEnumerable<string> builds, Exception exception)
    {
        foreach (var build in builds)
        {
            _buildFaults[build] = exception.Message;
        }
    }

    /// <summary>Nothing can be followed.</summary>
    internal void Failed(Exception exception)
    {
        _fault = exception.Message;
        ForgetInterrupted();
    }

    internal void Leased()
    {
        _leasing.MoveOn();
        _leasingFault = null;
    }

    internal void FailedToLease(Exception exception)
    {
        _leasing.MoveOn();
        _leasingFault = exception.Message;
    }

    /// <summary>Something follows the log from here on, until it is ended; if from where it was interrupted, it has waited since before.</summary>
    internal Pulse Begin(LogPosition from)
    {
        var pulse = _following.FirstOrDefault(found => !found.Value && found.Key.Position == from.Value).Key ?? new Pulse(from.Value);
        _following[pulse] = true;
        return pulse;
    }

    /// <summary>It came to an end, or failed.</summary>
    internal void End(Pulse pulse) => _following.TryRemove(pulse, out _);

    /// <summary>It was broken off, neither having moved nor failed, and is begun again where it was.</summary>
    internal void Interrupt(Pulse pulse) => _following[pulse] = false;

    /// <summary>What was interrupted and is not begun again is nobody's any more.</summary>
    internal void ForgetInterrupted()
    {
        foreach (var (pulse, _) in _following.Where(found => !found.Value))
        {
            _following.TryRemove(pulse, out _);
        }
    }

    private string? FaultOfBuilds()
    {
        var faults = _buildFaults.GroupBy(fault => fault.Value, fault => fault.Key).Select(fault => $"{string.Join(", ", fault.Order())}: {fault.Key}");
        return string.Join(' ', faults) is { Length: > 0 } said ? said : null;
    }

    /// <summary>Waits until nothing is stuck, or it is cancelled.</summary>
    internal async Task WhileStuck(CancellationToken stopping)
    {
        if (_stuck is not null)
        {
            await _moving.Task.WaitAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Looks whether anything is stuck; is called now and then.</summary>
    /// <param name="end">Where the log ends; null where it cannot be asked, which is no fault of the runner.</param>
    /// <param name="now">For how long it has been looked at.</param>
    /// <param name="bound">How long a page, or a sign of life, may take.</param>
    internal void Look(LogPosition? end, TimeSpan now, TimeSpan bound)
    {
        var waiting = _following.Keys.Select(pulse => (Pulse: pulse, For: pulse.WaitingFor(end?.Value ?? 0, now))).Where(found => found.For > bound).ToList();
        var stuck = waiting.Count > 0
            ? $"The log ends at {end}, and nothing after position {waiting.Min(found => found.Pulse.Position)} has been taken "
                + $"for {waiting.Max(found => found.For):g}."
            : _leasing.Position > 0 && _leasing.WaitingFor(long.MaxValue, now) > bound ? "It has neither said that it lives nor failed to for too long."
            : null;
        if (stuck is not null && _stuck is null)
        {
            _moving = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        _stuck = stuck;
        if (stuck is null)
        {
            _moving.TrySetResult();
        }
    }
}

/// <summary>Something that moves on, or should.</summary>
internal sealed class Pulse(long position)
{
    private long _position = position;
    private long _seen;
    private TimeSpan? _since;

    public long Position => Interlocked.Read(ref _position);

    public void MoveTo(LogPosition position) => Interlocked.Exchange(ref _position, position.Value);

    public void MoveOn() => Interlocked.Increment(ref _position);

    /// <summary>For how long it has been seen to stand before the end; zero where it is there, or has just moved. For one caller.</summary>
    public TimeSpan WaitingFor(long end, TimeSpan now)
    {
        var position = Position;
        if (position >= end)
        {
            _since = null;
            return TimeSpan.Zero;
        }

        if (_since is null || _seen != position)
        {
            (_since, _seen) = (now, position);
        }

        return now - _since.Value;
    }
}
