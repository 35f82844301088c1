using System.Runtime.ExceptionServices;

namespace LaborMarketplace.Tests.Integration;

/// <summary>
/// What goes on together in a test: the first of it that fails ends all of it with that failure, and nothing is waited for without a bound.
/// </summary>
/// <param name="patience">How long anything is waited for; two minutes unless given.</param>
internal sealed class Together(TimeSpan? patience = null) : IAsyncDisposable
{
    private static readonly TimeSpan PaceOfQuestions = TimeSpan.FromMilliseconds(50);

    private readonly TimeSpan _patience = patience ?? TimeSpan.FromMinutes(2);
    private readonly CancellationTokenSource _over = new();
    private readonly List<Task> _beside = [];
    private ExceptionDispatchInfo? _failure;

    /// <summary>Lets something go on beside the test. Its token tells it when all is over.</summary>
    /// <returns>Completes when it has ended, however that came about.</returns>
    public Task Beside(Func<CancellationToken, Task> work)
    {
        var watched = Task.Run(() => Watch(work));
        _beside.Add(watched);
        return watched;
    }

    /// <summary>Waits for something.</summary>
    /// <param name="what">What is waited for, for who reads that it did not come.</param>
    /// <param name="act">It; its token is told when nobody waits for it any more.</param>
    /// <exception cref="TimeoutException">It did not come.</exception>
    public Task<T> Wait<T>(string what, Func<CancellationToken, Task<T>> act) => Wait(what, _patience, act);

    /// <inheritdoc cref="Wait{T}(string, Func{CancellationToken, Task{T}})"/>
    public Task Wait(string what, Func<CancellationToken, Task> act) => Wait(what, _patience, Answering(act));

    /// <summary>Asks again and again, until it is so. It is waited for half as long, so that it, and not what it is part of, is told.</summary>
    /// <inheritdoc cref="Wait{T}(string, Func{CancellationToken, Task{T}})"/>
    public Task Until(string what, Func<CancellationToken, Task<bool>> so) => Wait(what, _patience / 2, Answering(async waiting =>
    {
        using var pace = new PeriodicTimer(PaceOfQuestions);
        while (!await so(waiting))
        {
            await pace.WaitForNextTickAsync(waiting);
        }
    }));

    /// <summary>Ends all that still goes on beside the test. What fails now fails because all is over.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_beside).WaitAsync(_patience);
    }

    private static Func<CancellationToken, Task<bool>> Answering(Func<CancellationToken, Task> act) => async waiting =>
    {
        await act(waiting);
        return true;
    };

    private async Task<T> Wait<T>(string what, TimeSpan within, Func<CancellationToken, Task<T>> act)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(_over.Token);
        waiting.CancelAfter(within);
        try
        {
            var acting = act(waiting.Token);
            Forgive(acting);
            var came = await acting.WaitAsync(waiting.Token);
            Volatile.Read(ref _failure)?.Throw();
            return came;
        }
        catch (Exception) when (Volatile.Read(ref _failure) is { } failure)
        {
            failure.Throw();
            throw;
        }
        catch (OperationCanceledException) when (waiting.IsCancellationRequested && !_over.IsCancellationRequested)
        {
            throw new TimeoutException($"{what}: waited for {within.TotalSeconds} seconds in vain.");
        }
    }

    /// <summary>What nobody waits for any more may fail, and nobody is told.</summary>
    private static void Forgive(Task abandoned) => _ = abandoned.ContinueWith(
        ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private async Task Watch(Func<CancellationToken, Task> work)
    {
        try
        {
            await work(_over.Token);
        }
        catch (Exception failure)
        {
            if (!_over.IsCancellationRequested)
            {
                Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(failure), null);
                await _over.CancelAsync();
            }
        }
    }
}
