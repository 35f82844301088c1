using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Assignments;

public enum AssignmentStanding
{
    Scheduled,
    Confirmed,
    InProgress,
    Completed,
    HoursSubmitted,
    HoursApproved,
    Disputed,
    NoShow,
    Cancelled,
    Closed,
}

/// <summary>Another time that one side would like.</summary>
public sealed record ProposedTime(Side By, TimeWindow When);

/// <param name="Late">So close to the start that it is marked.</param>
public sealed record AgendaCancellation(Side By, Reason Reason, bool Late, Money? Fee);

/// <summary>An assignment as it stands in a helper's and in an employer's agenda.</summary>
public sealed record AgendaEntry(
    Guid Id, ApplicationId Application, JobId Job, EmployerId Employer, HelperId Helper, AssignmentStanding State,
    TimeWindow When, TimeZoneName Zone, Place? Place, Pay Pay, ProposedTime? Proposed, AgendaCancellation? Cancellation,
    DateTimeOffset ChangedAt) : IDocument
{
    public static Projection Projection { get; } = Definition.Projection.Of<AgendaEntry>("agenda", version: 1)
        .Creates<AssignmentEvent.Scheduled>((e, recorded) => new(
            e.Assignment.Value, e.Application, e.Job, e.Employer, e.Helper, AssignmentStanding.Scheduled,
            e.When, e.Zone, e.Place, e.Pay, Proposed: null, Cancellation: null, recorded.At))
        .On<AssignmentEvent.Confirmed>((entry, _, recorded) => entry.Now(AssignmentStanding.Confirmed, recorded))
        .On<AssignmentEvent.ConfirmationAsked>((entry, _, recorded) => entry.Now(AssignmentStanding.Scheduled, recorded))
        .On<AssignmentEvent.RescheduleProposed>((entry, e, recorded) => entry with
        {
            Proposed = e.When == entry.When ? null : new(e.By, e.When),
            ChangedAt = recorded.At,
        })
        .On<AssignmentEvent.Rescheduled>((entry, e, recorded) => entry with { When = e.When, Proposed = null, ChangedAt = recorded.At })
        .On<AssignmentEvent.CheckedIn>((entry, _, recorded) => entry.Now(AssignmentStanding.InProgress, recorded))
        .On<AssignmentEvent.Completed>((entry, _, recorded) => entry.Now(AssignmentStanding.Completed, recorded))
        .On<AssignmentEvent.HoursSubmitted>((entry, _, recorded) => entry.Now(AssignmentStanding.HoursSubmitted, recorded))
        .On<AssignmentEvent.HoursApproved>((entry, _, recorded) => entry.Now(AssignmentStanding.HoursApproved, recorded))
        .On<AssignmentEvent.DisputeOpened>((entry, _, recorded) => entry.Now(AssignmentStanding.Disputed, recorded))
        .On<AssignmentEvent.NoShowReported>((entry, _, recorded) => entry.Now(AssignmentStanding.NoShow, recorded))
        .On<AssignmentEvent.NoShowContested>((entry, _, recorded) => entry.Now(AssignmentStanding.Disputed, recorded))
        .On<AssignmentEvent.Cancelled>((entry, e, recorded) => entry.Now(AssignmentStanding.Cancelled, recorded) with
        {
            Cancellation = new(e.By, e.Reason, e.Late, e.Fee),
        })
        .On<AssignmentEvent.Closed>((entry, _, recorded) => entry.Now(AssignmentStanding.Closed, recorded))
        .IndexedBy("by_helper", $"""((data ->> 'helper') collate "C", {StartSql}, id)""")
        .IndexedBy("by_employer", $"""((data ->> 'employer') collate "C", {StartSql}, id)""");

    public const string StartSql = """(data #>> '{when,start}') collate "C" """;

    private AgendaEntry Now(AssignmentStanding state, Recorded recorded) => this with { State = state, ChangedAt = recorded.At };
}
