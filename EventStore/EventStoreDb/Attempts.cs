using Grpc.Core;

namespace LaborMarketplace.EventStore.EventStoreDb;

/// <summary>Asks EventStoreDB again, a few times and not for long, when it is away; then says so.</summary>
internal sealed class Attempts(TimeProvider time)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1)];

    /// <param name="ask">Must be safe to ask twice: the first answer may have been lost on the way.</param>
    /// <exception cref="EventStoreUnavailableException">The server stays away, does not answer in time, or refuses.</exception>
    public async Task<T> Ask<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await ask(cancellation);
            }
            catch (Exception exception) when (exception is RpcException or TimeoutException)
            {
                cancellation.ThrowIfCancellationRequested();
                if (attempt == Pauses.Length || !Passes(exception))
                {
                    throw new EventStoreUnavailableException($"EventStoreDB cannot be asked: {Words(exception)}", exception);
                }

                EventStoreTelemetry.Retries.Add(1);
                await Task.Delay(Pauses[attempt], time, cancellation);
            }
        }
    }

    /// <summary>Whether it may be better in a moment: the connection broke, or a node starts, stops, or no longer leads.</summary>
    private static bool Passes(Exception exception) => exception is RpcException
    {
        StatusCode: StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.Internal or StatusCode.Aborted or StatusCode.NotFound,
    };

    private static string Words(Exception exception) => exception is RpcException answered
        ? $"{answered.StatusCode}, {answered.Status.Detail}{Reason(answered)}"
        : "no answer came in time.";

    private static string Reason(RpcException answered) => answered.Trailers.GetValue("exception") is { } reason ? $" ({reason})" : "";
}
