using System.Net.Sockets;
using Npgsql;

namespace LaborMarketplace.EventStore.Postgres;

/// <summary>Asks the server again, a few times and not for long, when it is away; then says so.</summary>
internal sealed class Patience(NpgsqlDataSource source, TimeProvider time)
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1)];

    /// <param name="ask">Must be safe to ask twice: the first answer may have been lost on the way.</param>
    /// <exception cref="EventStoreUnavailableException">The server stays away, or refuses.</exception>
    public async Task<T> Ask<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await ask(cancellation);
            }
            catch (Exception exception) when (IsFault(exception))
            {
                if (attempt == Pauses.Length || !Passes(exception))
                {
                    throw new EventStoreUnavailableException($"The log on PostgreSQL cannot be reached: {exception.Message}", exception);
                }

                // The other idle connections are of the server that went away.
                source.Clear();
                await Task.Delay(Pauses[attempt], time, cancellation);
            }
        }
    }

    public static bool IsFault(Exception exception) => exception is NpgsqlException or SocketException or IOException or TimeoutException;

    /// <summary>Whether it may be better in a moment: the server stops, starts, is short of something, or is a standby on its way up.</summary>
    private static bool Passes(Exception exception) =>
        exception is not PostgresException answered
        || answered.IsTransient
        || answered.SqlState is PostgresErrorCodes.ReadOnlySqlTransaction
        || answered.SqlState.StartsWith("57P", StringComparison.Ordinal);
}
