using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Verifications.VerificationEvent>;

namespace LaborMarketplace.Domain.Verifications;

/// <summary>The rules of a verification by a reviewer's hand.</summary>
/// <remarks>
/// A verification that failed, was cancelled or has run out can be requested again, at once: a blurred scan is no reason to shut somebody
/// out. Each round needs a consent of its own, since consent was given for the round before; history keeps them all.
/// </remarks>
public static class VerificationDecider
{
    public static Decider<VerificationState, VerificationCommand, VerificationEvent> For(Policy policy) =>
        new("verification", new VerificationState.Unrequested(), (state, command, now) => Decide(policy, state, command, now), Evolve);

    private static Decision<VerificationEvent> Decide(
        Policy policy, VerificationState state, VerificationCommand command, DateTimeOffset now) =>
        (state, command) switch
        {
            (_, VerificationCommand.Request request) => Request(state, request, now),
            (VerificationState.Known known, VerificationCommand.GrantConsent grant) => GrantConsent(known, grant),
            (VerificationState.Known known, VerificationCommand.WithdrawConsent) => WithdrawConsent(known),
            (VerificationState.Known known, VerificationCommand.Cancel cancel) => Cancel(known, cancel),
            (VerificationState.Known known, VerificationCommand.Start start) => Start(known, start),
            (VerificationState.Known known, VerificationCommand.Clear clear) => Clear(policy, known, clear, now),
            (VerificationState.Known known, VerificationCommand.Fail fail) => Fail(known, fail),
            _ => NotFound("verification.not-found", "This verification was never requested."),
        };

    private static Decision<VerificationEvent> Request(VerificationState state, VerificationCommand.Request request, DateTimeOffset now) => state switch
    {
        VerificationState.Known known when known.Subject != new VerificationSubject(request.Verification, request.Helper, request.Type) =>
            Refuse("verification.id-taken", "This id belongs to another verification."),
        VerificationState.Failed or VerificationState.Cancelled or VerificationState.Unrequested => Requested(request),
        VerificationState.Clear clear when clear.ValidUntil <= now => Requested(request),
        _ => Unchanged,
    };

    private static Decision<VerificationEvent> Requested(VerificationCommand.Request request) =>
        Accept(new VerificationEvent.Requested(request.Verification, request.Helper, request.Type));

    private static Decision<VerificationEvent> GrantConsent(VerificationState.Known known, VerificationCommand.GrantConsent grant) => known switch
    {
        VerificationState.ConsentPending => Accept(new VerificationEvent.ConsentGranted(grant.Document, grant.DocumentVersion)),
        VerificationState.Consented { Consent: var given } => Repeated(given, grant),
        VerificationState.InProgress { Consent: var given } => Repeated(given, grant),
        _ => Over,
    };

    private static Decision<VerificationEvent> Repeated(Consent given, VerificationCommand.GrantConsent grant) =>
        given == new Consent(grant.Document, grant.DocumentVersion)
            ? Unchanged
            : Refuse("verification.consent-given", "Consent was given to another document; withdraw it before giving this one.");

    private static Decision<VerificationEvent> WithdrawConsent(VerificationState.Known known) => known switch
    {
        VerificationState.ConsentPending => Unchanged,
        VerificationState.Consented or VerificationState.InProgress => Accept(new VerificationEvent.ConsentWithdrawn()),
        _ => Over,
    };

    private static Decision<VerificationEvent> Cancel(VerificationState.Known known, VerificationCommand.Cancel cancel) => known switch
    {
        VerificationState.Cancelled => Unchanged,
        VerificationState.Clear or VerificationState.Failed => Over,
        _ => Accept(new VerificationEvent.Cancelled(cancel.Reason)),
    };

    private static Decision<VerificationEvent> Start(VerificationState.Known known, VerificationCommand.Start start) => known switch
    {
        _ when start.Reviewer.Value == known.Subject.Helper.Value =>
            Reject("verification.own-reviewer", "Nobody reviews a verification of themselves."),
        VerificationState.Consented => Accept(new VerificationEvent.Started(start.Reviewer)),
        VerificationState.InProgress going when going.Reviewer == start.Reviewer => Unchanged,
        VerificationState.InProgress => Accept(new VerificationEvent.Started(start.Reviewer)),
        VerificationState.ConsentPending => Refuse("verification.consent-missing", "Nothing is started before the helper consents."),
        _ => Over,
    };

    private static Decision<VerificationEvent> Clear(
        Policy policy, VerificationState.Known known, VerificationCommand.Clear clear, DateTimeOffset now) =>
        known switch
        {
            VerificationState.InProgress going when going.Reviewer == clear.Reviewer =>
                Accept(new VerificationEvent.Cleared(clear.Reviewer, now + policy.VerificationLasts, policy.Version)),
            VerificationState.Clear cleared when cleared.Reviewer == clear.Reviewer && now < cleared.ValidUntil => Unchanged,
            _ => NotInHand(known),
        };

    private static Decision<VerificationEvent> Fail(VerificationState.Known known, VerificationCommand.Fail fail) => known switch
    {
        VerificationState.InProgress going when going.Reviewer == fail.Reviewer =>
            Accept(new VerificationEvent.Failed(fail.Reviewer, fail.Reason)),
        VerificationState.Failed failed when (failed.Reviewer, failed.Reason) == (fail.Reviewer, fail.Reason) => Unchanged,
        _ => NotInHand(known),
    };

    private static Decision<VerificationEvent> NotInHand(VerificationState.Known known) => known switch
    {
        VerificationState.InProgress => Refuse("verification.in-other-hands", "Another reviewer has this check in hand; start it to take it over."),
        VerificationState.ConsentPending => Refuse("verification.consent-missing", "Nothing is decided before the helper consents."),
        VerificationState.Consented => Refuse("verification.not-started", "A reviewer starts the check before deciding it."),
        _ => Over,
    };

    private static Decision<VerificationEvent> Over =>
        Refuse("verification.over", "This verification is over: cleared, failed or cancelled. What follows begins with another request.");

    private static VerificationState Evolve(VerificationState state, VerificationEvent recorded) => (state, recorded) switch
    {
        (_, VerificationEvent.Requested requested) =>
            new VerificationState.ConsentPending(new VerificationSubject(requested.Verification, requested.Helper, requested.Type)),
        (VerificationState.Known known, VerificationEvent.ConsentGranted granted) =>
            new VerificationState.Consented(known.Subject, new Consent(granted.Document, granted.DocumentVersion)),
        (VerificationState.Known known, VerificationEvent.ConsentWithdrawn) => new VerificationState.ConsentPending(known.Subject),
        (VerificationState.Consented consented, VerificationEvent.Started started) =>
            new VerificationState.InProgress(consented.Subject, consented.Consent, started.Reviewer),
        (VerificationState.InProgress going, VerificationEvent.Started started) => going with { Reviewer = started.Reviewer },
        (VerificationState.Known known, VerificationEvent.Cleared cleared) =>
            new VerificationState.Clear(known.Subject, cleared.Reviewer, cleared.ValidUntil),
        (VerificationState.Known known, VerificationEvent.Failed failed) =>
            new VerificationState.Failed(known.Subject, failed.Reviewer, failed.Reason),
        (VerificationState.Known known, VerificationEvent.Cancelled) => new VerificationState.Cancelled(known.Subject),
        _ => state,
    };
}
