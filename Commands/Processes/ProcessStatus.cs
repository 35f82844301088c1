using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands.Processes;

/// <summary>How far the processes and deadlines have come.</summary>
/// <param name="Position">All events up to here have been answered.</param>
/// <param name="LogEnd">The position of the log's last event; the processes may have read on past it, over what is not the marketplace's.</param>
/// <param name="DueDeadlines">How many deadlines are due and have not been sent.</param>
/// <param name="Failure">What keeps the processes from going on; null when nothing does.</param>
public sealed record ProcessStatus(LogPosition Position, LogPosition LogEnd, int DueDeadlines, string? Failure)
{
    /// <summary>Whether all that follows from the log so far has been done.</summary>
    public bool Settled => Failure is null && Position >= LogEnd && DueDeadlines == 0;
}

/// <summary>Tells how far the processes have come, whichever process of the machine runs them.</summary>
public interface IProcessStatus
{
    Task<ProcessStatus> Read(CancellationToken cancellation);
}
