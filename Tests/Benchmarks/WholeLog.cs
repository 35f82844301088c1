using LaborMarketplace.EventStore;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>A log, read as the projections read it.</summary>
internal static class WholeLog
{
    /// <returns>How many events it has.</returns>
    public static async Task<int> Read(IEventStore store)
    {
        var count = 0;
        await foreach (var page in store.Read(LogPosition.Start, ReadUntil.End, CancellationToken.None))
        {
            count += page.Events.Count;
        }

        return count;
    }
}
