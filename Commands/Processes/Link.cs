using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands.Processes;

/// <summary>An application or an assignment, and what it belongs to.</summary>
/// <param name="Id">The application's or the assignment's id.</param>
/// <param name="Application">For an application, itself.</param>
public sealed record Link(LinkKind Kind, Guid Id, JobId Job, ApplicationId Application);

/// <summary>What is linked. The names are stored.</summary>
public enum LinkKind
{
    Application,
    Assignment,
}

/// <summary>What an event does to the links: the processes' own knowledge of which streams belong together.</summary>
public abstract record LinkChange
{
    private LinkChange() { }

    /// <summary>The application waits for an answer, or the assignment for its work.</summary>
    public sealed record Open(Link Link) : LinkChange;

    /// <summary>Nothing more is to be decided of it; what it belongs to is still known.</summary>
    public sealed record Close(Guid Id) : LinkChange;

    /// <summary>It waits for an answer again.</summary>
    public sealed record Reopen(Guid Id) : LinkChange;

    public static LinkChange? For(DecodedEvent recorded) => recorded.Event switch
    {
        ApplicationEvent.Invited made => new Open(new Link(LinkKind.Application, made.Application.Value, made.Job, made.Application)),
        ApplicationEvent.Submitted made => new Open(new Link(LinkKind.Application, made.Application.Value, made.Job, made.Application)),
        ApplicationEvent.HireFailed => new Reopen(IdOf(recorded)),
        ApplicationEvent.Hired => new Close(IdOf(recorded)),
        ApplicationEvent happened when EndsApplication(happened) => new Close(IdOf(recorded)),
        AssignmentEvent.Scheduled made => new Open(new Link(LinkKind.Assignment, made.Assignment.Value, made.Job, made.Application)),
        AssignmentEvent.Cancelled or AssignmentEvent.NoShowReported or AssignmentEvent.Completed or AssignmentEvent.Closed => new Close(IdOf(recorded)),
        _ => null,
    };

    /// <summary>Whether the event ends an application without a hire.</summary>
    public static bool EndsApplication(object happened) => happened is
        ApplicationEvent.Withdrawn or ApplicationEvent.Rejected or ApplicationEvent.OfferDeclined or ApplicationEvent.OfferRescinded
        or ApplicationEvent.OfferExpired or ApplicationEvent.ClosedJobFilled or ApplicationEvent.ClosedJobGone;

    private static Guid IdOf(DecodedEvent recorded) => Guid.Parse(recorded.Source.Stream.Id);
}
