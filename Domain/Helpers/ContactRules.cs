using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Helpers.HelperEvent>;

namespace LaborMarketplace.Domain.Helpers;

/// <summary>A code is sent to the helper's address; giving it back verifies the contact, once, in time, within a few tries.</summary>
public static class ContactRules
{
    /// <summary>
    /// The refusal of a try that was recorded as a mistake; null when the last try was none. A wrong code is an event, since tries are
    /// counted: the decision is accepted, and whoever gave the code is still to be told no.
    /// </summary>
    public static Refusal? Mistake(Policy policy, HelperState state) =>
        state is HelperState.Registered { Profile.Contact: ContactCheck.CodeSent { Mistakes: > 0 } code }
            ? new Refusal(
                RefusalKind.Rule, "helper.code-wrong", "This is not the code that was sent.", [("triesLeft", policy.ContactCodeTries - code.Mistakes)])
            : null;

    internal static Decision<HelperEvent> Issue(
        Policy policy, ContactCheck contact, HelperCommand.IssueContactCode issue, DateTimeOffset now) =>
        contact switch
        {
            ContactCheck.Verified => Unchanged,
            ContactCheck.CodeSent sent when (sent.Number, sent.Digest) == (issue.Number, issue.Digest) => Unchanged,
            _ when issue.Number != Last(contact) + 1 =>
                Refuse("helper.code-number", "Another code was sent meanwhile; the next one has the next number.", ("next", Last(contact) + 1)),
            _ when NextPossible(policy, contact, now) is { } next => Refuse(
                "helper.too-many-codes",
                $"At most {policy.ContactCodesAtMost} codes are sent in {policy.ContactCodesWithin.TotalMinutes:0} minutes; wait for the next.",
                ("next", next), ("now", now)),
            _ => Accept(new HelperEvent.ContactCodeIssued(issue.Number, issue.Digest, now + policy.ContactCodeLasts, policy.Version)),
        };

    internal static Decision<HelperEvent> Verify(
        Policy policy, ContactCheck contact, HelperCommand.VerifyContact verify, DateTimeOffset now) =>
        contact switch
        {
            ContactCheck.Verified => Unchanged,
            ContactCheck.CodeSent sent when sent.ExpiresAt <= now =>
                Refuse("helper.code-expired", "The code is too old; ask for another.", ("expiredAt", sent.ExpiresAt)),
            ContactCheck.CodeSent sent when sent.Mistakes >= policy.ContactCodeTries =>
                Refuse("helper.code-exhausted", $"After {policy.ContactCodeTries} wrong tries a code is void; ask for another."),
            ContactCheck.CodeSent sent when sent.Digest == verify.Digest => Accept(new HelperEvent.ContactVerified(sent.Number)),
            ContactCheck.CodeSent sent => Accept(new HelperEvent.ContactCodeMistaken(sent.Number)),
            _ => Refuse("helper.code-missing", "No code was sent; ask for one first."),
        };

    /// <returns>When another code can be sent; null when it can be now.</returns>
    private static DateTimeOffset? NextPossible(Policy policy, ContactCheck contact, DateTimeOffset now)
    {
        if (contact is not ContactCheck.CodeSent { Expiries: var expiries } || expiries.Count < policy.ContactCodesAtMost)
        {
            return null;
        }

        var oldest = expiries[expiries.Count - policy.ContactCodesAtMost] - policy.ContactCodeLasts;
        return oldest + policy.ContactCodesWithin is var next && next > now ? next : null;
    }

    private static int Last(ContactCheck contact) => contact is ContactCheck.CodeSent sent ? sent.Number : 0;
}
