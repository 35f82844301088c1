using LaborMarketplace.EventStore;

namespace LaborMarketplace.Projections.Proving;

/// <summary>How far it is that the log is folded afresh.</summary>
/// <param name="Events">How many events were folded; those of every pass over the log count.</param>
/// <param name="Done">From 0 to 1, where all is folded and is compared.</param>
public sealed record FoldingProgress(long Events, double Done);

/// <summary>Tells of several passes over the log as of one work. Not thread-safe.</summary>
/// <param name="passes">How many.</param>
/// <param name="until">Where each ends.</param>
/// <param name="tell">Is told after each page.</param>
internal sealed class FoldingPasses(int passes, LogPosition until, Action<FoldingProgress> tell)
{
    private int _begun;
    private long _events;

    /// <summary>Another pass begins.</summary>
    public void Begin()
    {
        Tell(_begun);
        _begun++;
    }

    public void Folded(LogPage page)
    {
        _events += page.Events.Count(recorded => recorded.Position <= until);
        Tell(_begun - 1 + Math.Min(1, (double)page.Position.Value / until.Value));
    }

    private void Tell(double passed) => tell(new FoldingProgress(_events, passed / passes));
}
