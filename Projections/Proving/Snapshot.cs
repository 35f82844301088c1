using System.Data;
using Npgsql;

namespace LaborMarketplace.Projections.Proving;

/// <summary>Reads the database as of one moment, and holds nobody up.</summary>
internal static class Snapshot
{
    /// <param name="database">What is read.</param>
    /// <param name="read">Reads; the moment is that of its first statement.</param>
    public static async Task<T> Take<T>(NpgsqlDataSource database, Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        return await read(connection);
    }
}
