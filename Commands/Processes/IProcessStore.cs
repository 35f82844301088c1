using LaborMarketplace.Commands.Deadlines;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands.Processes;

/// <summary>What the processes remember beside the log. All of it follows from the log, and could be made again from it.</summary>
public interface IProcessStore
{
    /// <summary>Makes the store ready for use; a second time does nothing.</summary>
    Task Prepare(CancellationToken cancellation);

    Task<Progress> Progress(CancellationToken cancellation);

    /// <summary>Takes over, in one transaction, what events say of links and deadlines, and how far they have been read.</summary>
    /// <exception cref="ProcessesTakenOverException">Somebody else has been here meanwhile.</exception>
    Task Note(LogPosition from, LogPosition to, IReadOnlyList<LinkChange> links, IReadOnlyList<DeadlineChange> deadlines, CancellationToken cancellation);

    /// <summary>All events up to here have been noted and answered; a failure that was reported is over.</summary>
    /// <exception cref="ProcessesTakenOverException">Somebody else has been here meanwhile.</exception>
    Task Answered(LogPosition from, LogPosition to, CancellationToken cancellation);

    /// <summary>Says what keeps the processes from going on.</summary>
    Task Report(string failure, CancellationToken cancellation);

    /// <summary>The links of those of these applications and assignments that are known.</summary>
    Task<IReadOnlyList<Link>> Find(IReadOnlyCollection<Guid> ids, CancellationToken cancellation);

    /// <summary>What is open of a job.</summary>
    Task<IReadOnlyList<Link>> OpenOf(JobId job, LinkKind kind, CancellationToken cancellation);

    /// <summary>The deadlines that are due at a moment, the earliest first.</summary>
    Task<IReadOnlyList<Deadline>> Due(DateTimeOffset now, int limit, CancellationToken cancellation);

    Task<int> CountDue(DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Forgets deadlines whose commands were sent, unless they have been set anew meanwhile.</summary>
    Task Settle(IReadOnlyList<Deadline> sent, CancellationToken cancellation);
}

/// <summary>How far the processes have come in the log.</summary>
/// <param name="Noted">Links and deadlines hold what the events up to here say.</param>
/// <param name="Answered">The processes have answered all events up to here; never beyond <paramref name="Noted"/>.</param>
/// <param name="Failure">What keeps the processes from going on; null when nothing does.</param>
public sealed record Progress(LogPosition Noted, LogPosition Answered, string? Failure);

/// <summary>Another process leads the processes now: this one has to stop, and may ask to lead again.</summary>
public sealed class ProcessesTakenOverException : Exception
{
    public ProcessesTakenOverException() : base("Another process has taken the processes over.") { }

    public ProcessesTakenOverException(string message) : base(message) { }

    public ProcessesTakenOverException(string message, Exception innerException) : base(message, innerException) { }
}
