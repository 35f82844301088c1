using LaborMarketplace.EventStore;
using static LaborMarketplace.Tests.Integration.EventStore.SomeEvents;

namespace LaborMarketplace.Tests.Integration.EventStore;

/// <summary>What every store does, whatever it stands on. Each test has a store that is empty after <see cref="Beginning"/>.</summary>
public abstract partial class EventStoreConformance : IAsyncLifetime
{
    private readonly Guid _unique = Guid.NewGuid();

    protected IEventStore Store { get; private set; } = null!;

    /// <summary>Where the log ended before the test. A store that outlives a test has the others' events up to here.</summary>
    private LogPosition Beginning { get; set; }

    private StreamName Stream => Named(1);

    /// <summary>A store whose log nobody else writes to.</summary>
    protected abstract Task<IEventStore> Open();

    public virtual async Task InitializeAsync()
    {
        Store = await Open();
        Beginning = (await Store.Pages())[^1].Position;
    }

    public virtual async Task DisposeAsync()
    {
        if (Store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private StreamName Named(int number) => new($"job-{_unique}-{number}");

    /// <returns>The position, which differs from store to store.</returns>
    private async Task<LogPosition> Appended(long revision, ExpectedRevision expected, EventData[] events)
    {
        var appended = Assert.IsType<AppendResult.Appended>(await Append(expected, events));
        Assert.Equal(revision, appended.Revision);
        return appended.Position;
    }

    private async Task<int> AppendedBefore(int count)
    {
        await Appended(count - 1, ExpectedRevision.NoStream, Some(count));
        return count;
    }

    private Task<AppendResult> Append(ExpectedRevision expected, IReadOnlyList<EventData> events) => Store.Append(Stream, expected, events, default);
}
