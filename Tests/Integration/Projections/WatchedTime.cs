using LaborMarketplace.Projections.Running;
using Microsoft.Extensions.Time.Testing;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>The time by which a runner is watched; it passes when a test lets it.</summary>
internal sealed class WatchedTime
{
    public static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Beat = Reworked.Small.Beat;

    private readonly FakeTimeProvider _clock = new();

    /// <summary>How a runner runs that is watched by this time.</summary>
    public ProjectionOptions Options => Reworked.Small with { LongestRetry = TimeSpan.FromMilliseconds(200), StuckAfter = StuckAfter, Clock = _clock };

    /// <summary>Lets time pass, look by look, and the runner, which goes by its own time, say meanwhile as often as it should that it lives.</summary>
    /// <param name="time">How long.</param>
    /// <param name="log">Of the runner.</param>
    /// <param name="runner">Its state.</param>
    public async Task Pass(TimeSpan time, HeldLog log, RunnerState runner)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Beat * 5)
        {
            var signs = runner.SignsOfLife;
            for (var beat = 0; beat < 5; beat++)
            {
                await Jump(Beat, log);
            }

            await Until(() => runner.SignsOfLife > signs);
        }
    }

    /// <summary>Lets time pass in which nobody looks, as when the machine stands still; there is a look after it.</summary>
    public async Task Jump(TimeSpan time, HeldLog log)
    {
        var looks = log.Looks;
        _clock.Advance(time);
        await Until(() => log.Looks > looks);
    }

    /// <summary>Waits for what needs no time but the machine's.</summary>
    public static async Task Until(Func<bool> so)
    {
        using var limit = new CancellationTokenSource(ProjectionHost.Patience);
        while (!so())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
