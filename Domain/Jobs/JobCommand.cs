using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Jobs;

/// <summary>What can be asked of a job's stream.</summary>
public abstract record JobCommand
{
    private JobCommand() { }

    public sealed record Draft(JobId Job, EmployerId Employer, PersonId By, JobTerms Terms, JobId? RepostOf) : JobCommand;

    public sealed record Edit(JobTerms Terms) : JobCommand;

    /// <param name="EmployerVerified">What the employer's stream says when the command is decided.</param>
    public sealed record Publish(bool EmployerVerified) : JobCommand;

    /// <summary>Told by the process that follows applications.</summary>
    public sealed record NoteApplication(ApplicationId Application) : JobCommand;

    /// <param name="Until">When the reservation ends by itself, unless it is filled.</param>
    public sealed record ReservePosition(ApplicationId Application, DateTimeOffset Until) : JobCommand;

    public sealed record ReleasePosition(ApplicationId Application, Reason Reason) : JobCommand;

    /// <summary>Asked by the deadline of a reservation; does nothing while the reservation lasts or once it is filled.</summary>
    public sealed record LapseReservation(ApplicationId Application) : JobCommand;

    public sealed record FillPosition(ApplicationId Application) : JobCommand;

    public sealed record Close(Reason? Reason) : JobCommand;

    /// <summary>Asked by the deadline; closes a filled job once its work is over, and does nothing before.</summary>
    public sealed record CloseAfterWork : JobCommand;

    public sealed record Cancel(Reason Reason) : JobCommand;

    /// <summary>Asked by the deadline; does nothing before the job's expiry.</summary>
    public sealed record Expire : JobCommand;
}
