using System.Globalization;
using Npgsql;

namespace LaborMarketplace.EventStore.Postgres;

/// <summary>Wakes those who follow the log when it grows: told by our own appends at once, and by the server of everybody's.</summary>
/// <remarks>It only wakes. What there is to read is read from the table, so a lost or a false wake-up costs time and nothing else.</remarks>
internal sealed class LogTail(NpgsqlDataSource source, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan PauseBeforeListeningAgain = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = new();
    private TaskCompletionSource _grown = NewSignal();
    private long _position;
    private Task? _listening;

    /// <summary>Says that the log holds this position.</summary>
    public void Reached(long position)
    {
        lock (_gate)
        {
            if (position > _position)
            {
                _position = position;
                Wake();
            }
        }
    }

    /// <summary>Waits until the log is known to hold more than this position, at most this long.</summary>
    public async Task WaitBeyond(long position, TimeSpan atMost, CancellationToken cancellation)
    {
        Task grown;
        lock (_gate)
        {
            _listening ??= Task.Run(Listen, CancellationToken.None);
            grown = _position > position ? Task.CompletedTask : _grown.Task;
        }

        try
        {
            await grown.WaitAsync(atMost, time, cancellation);
        }
        catch (TimeoutException)
        {
            // Nobody said anything: the caller looks for itself.
            return;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        if (_listening is not null)
        {
            await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _ending.Dispose();
    }

    private async Task Listen()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await ListenUntilDropped(_ending.Token);
            }
            catch (Exception exception) when (Patience.IsFault(exception))
            {
                await Task.Delay(PauseBeforeListeningAgain, time, _ending.Token);
            }
        }
    }

    private async Task ListenUntilDropped(CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        connection.Notification += (_, told) => Reached(long.Parse(told.Payload, CultureInfo.InvariantCulture));
        await using var listen = new NpgsqlCommand("listen log_appended", connection);
        await listen.ExecuteNonQueryAsync(cancellation);

        // What was appended before we listened was not told.
        lock (_gate)
        {
            Wake();
        }

        while (true)
        {
            await connection.WaitAsync(cancellation);
        }
    }

    private void Wake()
    {
        _grown.SetResult();
        _grown = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
