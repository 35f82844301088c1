namespace LaborMarketplace.EventStore;

/// <summary>Remembers how the last append ended. Thread-safe.</summary>
internal sealed class LastAppend(TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private Failure? _last;

    /// <inheritdoc cref="IAppendStatus.Fault"/>
    public string? Fault => Volatile.Read(ref _last) is { } last && time.GetElapsedTime(last.At) < Remembered ? last.Message : null;

    public async Task<T> Watch<T>(Func<Task<T>> append)
    {
        try
        {
            var result = await append();
            Volatile.Write(ref _last, null);
            return result;
        }
        catch (EventStoreUnavailableException exception)
        {
            Volatile.Write(ref _last, new Failure(exception.Message, time.GetTimestamp()));
            throw;
        }
    }

    private sealed record Failure(string Message, long At);
}
