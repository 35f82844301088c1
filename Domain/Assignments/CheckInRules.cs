using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Assignments.AssignmentEvent>;

namespace LaborMarketplace.Domain.Assignments;

/// <summary>When a check-in is taken, and what it has to show.</summary>
internal static class CheckInRules
{
    private const double WorstAccuracyInMetres = 1_000;

    /// <returns>The rule that the check-in breaks; null when it is taken.</returns>
    public static Decision<AssignmentEvent>? Broken(Policy policy, AssignmentFacts facts, TimeSheet sheet, CheckInEvidence evidence, DateTimeOffset now)
    {
        var opens = facts.When.Start - policy.CheckInOpensBefore;
        if (now < opens)
        {
            return Refuse(
                "assignment.check-in-too-early", $"A check-in is taken from {policy.CheckInOpensBefore.TotalMinutes:0} minutes before the start.",
                ("from", opens), ("now", now));
        }

        if (now >= facts.When.End)
        {
            return Refuse(
                "assignment.check-in-too-late", "The assignment's time is over; enter the time that was worked instead.",
                ("end", facts.When.End), ("now", now));
        }

        return sheet.Entries.FirstOrDefault(entry => entry.Worked.End > now) is { } entered
            ? Refuse("assignment.time-entered", "The time from now on is entered already.", ("entry", entered.Id), ("worked", entered.Worked))
            : BrokenByEvidence(policy, facts.Place, evidence);
    }

    private static Decision<AssignmentEvent>? BrokenByEvidence(Policy policy, Place? place, CheckInEvidence evidence) => evidence switch
    {
        CheckInEvidence.SupervisorCode { Right: false } => Reject("assignment.wrong-code", "This is not the supervisor's code."),
        CheckInEvidence.Position { AccuracyInMetres: not (>= 0 and <= WorstAccuracyInMetres) } position =>
            Reject(
                "assignment.accuracy-out-of-range", $"A position's accuracy is from 0 to {WorstAccuracyInMetres} metres.",
                ("accuracyInMetres", position.AccuracyInMetres)),
        CheckInEvidence.Remote when place is not null =>
            Reject("assignment.evidence-missing", "The work has a place: show the position, or give the supervisor's code."),
        CheckInEvidence.Position position when place is not null
            && position.Point.MetresTo(place.Point) > policy.CheckInWithinMetres + position.AccuracyInMetres =>
            Reject("assignment.too-far", $"A check-in is taken within {policy.CheckInWithinMetres} metres of the place, and the position's accuracy on top.",
                ("metres", Math.Round(position.Point.MetresTo(place.Point))), ("accuracyInMetres", position.AccuracyInMetres)),
        _ => null,
    };

    /// <remarks>Where a helper is who works remotely is nobody's business: it is not recorded.</remarks>
    public static AssignmentEvent CheckedIn(Policy policy, AssignmentFacts facts, CheckInEvidence evidence, DateTimeOffset now)
    {
        var position = facts.Place is null ? null : evidence as CheckInEvidence.Position;
        var proof = evidence is CheckInEvidence.SupervisorCode ? CheckInProof.SupervisorCode
            : position is null ? CheckInProof.Remote
            : CheckInProof.Position;
        return new AssignmentEvent.CheckedIn(proof, position?.Point, position?.AccuracyInMetres, now, policy.Version);
    }
}
