using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands.Deadlines;

/// <summary>A moment at which a command is due. Stream, kind and subject name it: there is one at a time.</summary>
/// <param name="Subject">What within the stream it is about, an offer or an application; the empty id where it is about the whole stream.</param>
/// <param name="Cause">The event that set it.</param>
public sealed record Deadline(DeadlineKind Kind, StreamName Stream, Guid Subject, DateTimeOffset Due, Guid Cause);

/// <summary>What becomes due. The names are stored.</summary>
public enum DeadlineKind
{
    OfferExpiry,
    HoldLapse,
    ReservationLapse,
    JobExpiry,
    JobClosing,
    HoursApproval,
    AssignmentClosing,
}

/// <summary>What an event does to the deadlines.</summary>
public abstract record DeadlineChange
{
    private DeadlineChange() { }

    /// <summary>Sets the deadline, in place of the one there is.</summary>
    public sealed record Set(Deadline Deadline) : DeadlineChange;

    /// <summary>There is nothing to wait for any more.</summary>
    public sealed record Clear(DeadlineKind Kind, StreamName Stream, Guid Subject) : DeadlineChange;
}
