using System.Diagnostics;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Cli.Models;

/// <summary>Tells how far it is that the log is folded up to a position, and compared then. Not thread-safe.</summary>
internal sealed class FoldingWork(Action<LogWork> show)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private LogPosition _until;
    private long _events;

    public void Starts(LogPosition until)
    {
        _until = until;
        Tell(LogPosition.Start);
    }

    public void Folded(LogPage page)
    {
        _events += page.Events.Count(recorded => recorded.Position <= _until);
        Tell(page.Position);
    }

    public void Ends() => Tell("Finished", 1, TimeSpan.Zero);

    private void Tell(LogPosition position)
    {
        var done = position >= _until ? 1 : position.Value / (double)_until.Value;
        if (done < 1)
        {
            Tell("Folding the log", done, done > 0 ? Stopwatch.GetElapsedTime(_began) * ((1 - done) / done) : null);
        }
        else
        {
            Tell("Comparing", null, null);
        }
    }

    private void Tell(string doing, double? done, TimeSpan? left) =>
        show(new LogWork(doing, done, _events, _events / Math.Max(0.001, Stopwatch.GetElapsedTime(_began).TotalSeconds), left));
}
