using System.Data;
using Npgsql;

namespace LaborMarketplace.Commands.Processes;

/// <summary>
/// Leadership by an advisory lock of a PostgreSQL session: who holds it leads, and PostgreSQL gives it to the next when the session ends,
/// however it ends.
/// </summary>
/// <remarks>
/// A leader that is cut off may not know at once. Nothing goes wrong meanwhile: its commands are idempotent, and its checkpoints are
/// compared before they are set.
/// </remarks>
public sealed class PostgresLeadership(NpgsqlDataSource database) : ILeadership
{
    /// <summary>The lock's key, "process" in ASCII: common to all versions of the marketplace.</summary>
    private const long Key = 0x70_72_6f_63_65_73_73;

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(500);

    public async Task<ILead> Take(CancellationToken cancellation)
    {
        var session = await database.OpenConnectionAsync(cancellation);
        try
        {
            using var ask = new PeriodicTimer(AskAgainAfter);
            while (!await Ask(session, $"select pg_try_advisory_lock({Key})", cancellation))
            {
                await ask.WaitForNextTickAsync(cancellation);
            }

            return new Lead(session);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private static async Task<bool> Ask(NpgsqlConnection session, string question, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(question, session);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private sealed class Lead : ILead
    {
        private readonly NpgsqlConnection _session;
        private readonly CancellationTokenSource _lost = new();
        private readonly CancellationTokenSource _over = new();
        private readonly Task _watch;

        public Lead(NpgsqlConnection session)
        {
            _session = session;
            _watch = Watch();
        }

        public CancellationToken Lost => _lost.Token;

        public async ValueTask DisposeAsync()
        {
            await _over.CancelAsync();
            await _watch;
            await _session.DisposeAsync();
            _over.Dispose();
            _lost.Dispose();
        }

        private async Task Watch()
        {
            try
            {
                using var ask = new PeriodicTimer(AskAgainAfter);
                while (await ask.WaitForNextTickAsync(_over.Token))
                {
                    await Ask(_session, "select true", _over.Token);
                }
            }
            catch (OperationCanceledException) when (_over.IsCancellationRequested)
            {
                await GiveUp();
            }
            catch (NpgsqlException)
            {
                await _lost.CancelAsync();
            }
        }

        /// <remarks>A pooled session outlives its use, so the lock is given back by name.</remarks>
        private async Task GiveUp()
        {
            if (_session.State is not ConnectionState.Open)
            {
                return;
            }

            try
            {
                await Ask(_session, $"select pg_advisory_unlock({Key})", CancellationToken.None);
            }
            catch (NpgsqlException)
            {
                await _lost.CancelAsync();
            }
        }
    }
}
