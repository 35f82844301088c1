using Microsoft.Extensions.Time.Testing;

namespace LaborMarketplace.Tests.Integration.ReadApi;

/// <summary>Time that passes when a test says so, and that tells whether it is waited for.</summary>
internal sealed class HandTime : FakeTimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TimeSpan> _waits = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_lock)
        {
            _waits.Add(dueTime);
            _more.TrySetResult();
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return timer;
    }

    /// <summary>Completes when a time as long as this has begun to be waited for, so many times in all.</summary>
    public async Task IsWaitedFor(TimeSpan time, int times = 1)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                if (_waits.Count(wait => wait == time) >= times)
                {
                    return;
                }

                more = _more.Task;
            }

            await more.WaitAsync(Projections.ProjectionHost.Patience);
        }
    }
}
