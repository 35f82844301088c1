using System.Diagnostics;
using LaborMarketplace.Projections.Proving;

namespace LaborMarketplace.Cli.Models;

/// <summary>Shows how far it is that the log is folded afresh, and that what came of it is compared. Not thread-safe.</summary>
internal sealed class FoldingWork(Action<LogWork> show)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _events;

    public void Comes(FoldingProgress progress)
    {
        _events = progress.Events;
        if (progress.Done < 1)
        {
            Tell("Folding the log", progress.Done, progress.Done > 0 ? Stopwatch.GetElapsedTime(_began) * ((1 - progress.Done) / progress.Done) : null);
        }
        else
        {
            Tell("Comparing", null, null);
        }
    }

    public void Ends() => Tell("Finished", 1, TimeSpan.Zero);

    private void Tell(string doing, double? done, TimeSpan? left) =>
        show(new LogWork(doing, done, _events, _events / Math.Max(0.001, Stopwatch.GetElapsedTime(_began).TotalSeconds), left));
}
