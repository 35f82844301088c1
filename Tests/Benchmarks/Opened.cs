namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>Closes what was opened, the last first.</summary>
internal sealed class Opened : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _all = [];

    public T Add<T>(T opened) where T : IAsyncDisposable
    {
        _all.Push(opened);
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        while (_all.TryPop(out var opened))
        {
            await opened.DisposeAsync();
        }
    }
}
