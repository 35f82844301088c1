using LaborMarketplace.Domain.Values;
using LaborMarketplace.Domain.Verifications;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Verifications;

public enum VerificationStanding
{
    Requested,
    ConsentGiven,
    InProgress,
    Clear,
    Failed,
    Cancelled,
}

/// <summary>One helper's verification of one type, for the helper and the reviewers.</summary>
/// <param name="ValidUntil">When it ends to hold; null unless it is clear.</param>
/// <param name="Reason">Why it failed or was cancelled, where that was said.</param>
public sealed record VerificationStatus(
    Guid Id, HelperId Helper, VerificationType Type, VerificationStanding State, PersonId? Reviewer, DateTimeOffset? ValidUntil, Reason? Reason,
    DateTimeOffset RequestedAt, DateTimeOffset ChangedAt) : IDocument
{
    public static Projection Projection { get; } = Definition.Projection.Of<VerificationStatus>("verification", version: 1)
        .CreatesOrChanges<VerificationEvent.Requested>((_, e, recorded) => new(
            e.Verification.Value, e.Helper, e.Type, VerificationStanding.Requested,
            Reviewer: null, ValidUntil: null, Reason: null, recorded.At, recorded.At))
        .On<VerificationEvent.ConsentGranted>((check, _, recorded) => check.Now(VerificationStanding.ConsentGiven, recorded))
        .On<VerificationEvent.ConsentWithdrawn>((check, _, recorded) => check.Now(VerificationStanding.Requested, recorded))
        .On<VerificationEvent.Started>((check, e, recorded) => check.Now(VerificationStanding.InProgress, recorded) with { Reviewer = e.Reviewer })
        .On<VerificationEvent.Cleared>((check, e, recorded) =>
            check.Now(VerificationStanding.Clear, recorded) with { Reviewer = e.Reviewer, ValidUntil = e.ValidUntil })
        .On<VerificationEvent.Failed>((check, e, recorded) =>
            check.Now(VerificationStanding.Failed, recorded) with { Reviewer = e.Reviewer, Reason = e.Reason })
        .On<VerificationEvent.Cancelled>((check, e, recorded) => check.Now(VerificationStanding.Cancelled, recorded) with { Reason = e.Reason })
        .IndexedBy("by_helper", $"""((data ->> 'helper') collate "C", {RequestedSql}, id)""")
        .IndexedBy("by_state", $"""((data ->> 'state') collate "C", {RequestedSql}, id)""");

    public const string RequestedSql = """(data ->> 'requestedAt') collate "C" """;

    private VerificationStatus Now(VerificationStanding state, Recorded recorded) => this with { State = state, ChangedAt = recorded.At };
}
