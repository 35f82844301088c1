using System.Text.Json;

namespace LaborMarketplace.Tests.EndToEnd;

/// <summary>What the log says of one stream.</summary>
/// <param name="Kind">The first part of the stream's name.</param>
/// <param name="State">In the words of the read API.</param>
/// <param name="Filled">For a job, how many positions are taken.</param>
internal sealed record Folded(string Kind, Guid Id, string State, int Filled);

/// <summary>Folds the log with nothing but JSON and the table below: a second opinion on what the marketplace's own code makes of it.</summary>
internal static class LogFold
{
    private static readonly Dictionary<string, string> StateAfter = new()
    {
        ["helper.registered.v1"] = "draft",
        ["helper.onboarding-completed.v1"] = "active",
        ["helper.paused.v1"] = "paused",
        ["helper.resumed.v1"] = "active",
        ["employer.registered.v1"] = "pending",
        ["employer.verified.v1"] = "verified",
        ["employer.suspended.v1"] = "suspended",
        ["employer.reinstated.v1"] = "verified",
        ["job.drafted.v1"] = "draft",
        ["job.published.v1"] = "open",
        ["job.filled.v1"] = "filled",
        ["job.reopened.v1"] = "open",
        ["job.closed.v1"] = "closed",
        ["job.cancelled.v1"] = "cancelled",
        ["job.expired.v1"] = "expired",
        ["application.invited.v1"] = "invited",
        ["application.submitted.v1"] = "submitted",
        ["application.withdrawn.v1"] = "withdrawn",
        ["application.shortlisted.v1"] = "shortlisted",
        ["application.rejected.v1"] = "rejected",
        ["application.offered.v1"] = "offered",
        ["application.offer-accepted.v1"] = "accepted",
        ["application.offer-declined.v1"] = "offerDeclined",
        ["application.offer-rescinded.v1"] = "offerRescinded",
        ["application.offer-expired.v1"] = "offerExpired",
        ["application.hired.v1"] = "hired",
        ["application.hire-failed.v1"] = "shortlisted",
        ["application.closed-job-filled.v1"] = "closedJobFilled",
        ["application.closed-job-gone.v1"] = "closedJobGone",
        ["assignment.scheduled.v1"] = "scheduled",
        ["assignment.confirmed.v1"] = "confirmed",
        ["assignment.confirmation-asked.v1"] = "scheduled",
        ["assignment.checked-in.v2"] = "inProgress",
        ["assignment.completed.v1"] = "completed",
        ["assignment.hours-submitted.v1"] = "hoursSubmitted",
        ["assignment.hours-approved.v1"] = "hoursApproved",
        ["assignment.dispute-opened.v1"] = "disputed",
        ["assignment.no-show-reported.v1"] = "noShow",
        ["assignment.no-show-contested.v1"] = "disputed",
        ["assignment.cancelled.v1"] = "cancelled",
        ["assignment.closed.v1"] = "closed",
        ["verification.requested.v1"] = "requested",
        ["verification.consent-granted.v1"] = "consentGiven",
        ["verification.consent-withdrawn.v1"] = "requested",
        ["verification.started.v1"] = "inProgress",
        ["verification.cleared.v1"] = "clear",
        ["verification.failed.v1"] = "failed",
        ["verification.cancelled.v1"] = "cancelled",
    };

    public static IReadOnlyList<Folded> Fold(IReadOnlyList<Logged> log)
    {
        var (states, filled) = (new Dictionary<string, string>(), new Dictionary<string, HashSet<Guid>>());
        foreach (var one in log)
        {
            if (StateAfter.TryGetValue(one.Type, out var state))
            {
                states[one.Stream] = state;
            }

            if (one.Type is "job.position-filled.v1" or "job.position-released.v1")
            {
                Fill(filled, one);
            }
        }

        return [.. states.Select(entry => Of(entry.Key, entry.Value, filled.GetValueOrDefault(entry.Key)?.Count ?? 0))];
    }

    /// <summary>
    /// The ids that more than one event has, the streams whose revisions do not count up from 0, and the commands whose events do not stand
    /// in a row; none, where all is well.
    /// </summary>
    public static IReadOnlyList<string> Repetitions(IReadOnlyList<Logged> log) =>
    [
        .. log.CountBy(one => one.Id).Where(count => count.Value > 1).Select(count => $"event {count.Key}"),
        .. log.GroupBy(one => one.Stream)
            .Where(stream => stream.Select((one, index) => one.Revision != index).Any(wrong => wrong))
            .Select(stream => stream.Key),
        .. log.GroupBy(one => (one.Stream, Command: IdIn(one.Metadata, "commandId")))
            .Where(command => command.Max(one => one.Revision) - command.Min(one => one.Revision) != command.Count() - 1)
            .Select(command => $"command {command.Key.Command} in {command.Key.Stream}"),
    ];

    /// <summary>A member of stored JSON that is an id.</summary>
    public static Guid IdIn(ReadOnlyMemory<byte> stored, string member)
    {
        using var json = JsonDocument.Parse(stored);
        return json.RootElement.GetProperty(member).GetGuid();
    }

    private static void Fill(Dictionary<string, HashSet<Guid>> filled, Logged one)
    {
        var holders = filled.TryGetValue(one.Stream, out var known) ? known : filled[one.Stream] = [];
        _ = one.Type == "job.position-filled.v1" ? holders.Add(IdIn(one.Data, "application")) : holders.Remove(IdIn(one.Data, "application"));
    }

    private static Folded Of(string stream, string state, int filled)
    {
        var dash = stream.IndexOf('-', StringComparison.Ordinal);
        return new Folded(stream[..dash], Guid.Parse(stream[(dash + 1)..]), state, filled);
    }
}
