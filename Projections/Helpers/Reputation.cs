using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Helpers;

/// <summary>A rating that is shown.</summary>
/// <param name="Evidence">The events that it rests on: the rating, and its reveal.</param>
public sealed record ShownRating(Guid Assignment, Stars Stars, Description? Comment, DateTimeOffset RatedAt, ValueList<Guid> Evidence);

/// <summary>Something that speaks for or against a helper's reliability, with the event that says so.</summary>
public sealed record ReliabilityNote(Guid Assignment, ReliabilityKind Kind, DateTimeOffset At, Guid Evidence);

public enum ReliabilityKind
{
    Completed,
    Cancelled,
    CancelledLate,
    NoShow,
    NoShowContested,
}

/// <summary>What employers think of a helper and how reliable they were, each with the events it rests on.</summary>
/// <param name="AverageStars">Of the ratings that are shown; null while there is none.</param>
/// <param name="Assignments">How many were scheduled.</param>
public sealed record Reputation(
    Guid Id, decimal? AverageStars, ValueList<ShownRating> Ratings, int Assignments, int Completed, int Cancelled, int CancelledLate, int NoShows,
    ValueList<ReliabilityNote> Reliability) : IDocument
{
    public static Projection Projection { get; } = Definition.Projection.Of<Reputation>("reputation", version: 1)
        .Creates<HelperEvent.Registered>((e, _) => new(e.Helper.Value, AverageStars: null, Ratings: [], 0, 0, 0, 0, 0, Reliability: []))
        .Follows<AssignmentEvent.Scheduled>(e => e.Helper.Value, (helper, _, _) => helper with { Assignments = helper.Assignments + 1 })
        .On<AssignmentEvent.Completed>((helper, _, recorded) => helper.Noted(ReliabilityKind.Completed, recorded) with { Completed = helper.Completed + 1 })
        .On<AssignmentEvent.Cancelled>((helper, e, recorded) => e switch
        {
            { By: not Side.Helper } => helper,
            { Late: true } => helper.Noted(ReliabilityKind.CancelledLate, recorded) with { CancelledLate = helper.CancelledLate + 1 },
            _ => helper.Noted(ReliabilityKind.Cancelled, recorded) with { Cancelled = helper.Cancelled + 1 },
        })
        .On<AssignmentEvent.NoShowReported>((helper, _, recorded) => helper.Noted(ReliabilityKind.NoShow, recorded) with { NoShows = helper.NoShows + 1 })
        .On<AssignmentEvent.NoShowContested>((helper, _, recorded) => helper.Noted(ReliabilityKind.NoShowContested, recorded))
        .On<AssignmentEvent.Rated>((helper, e, recorded) => e.By is Side.Employer
            ? helper with { Hidden = helper.Hidden.Add(new(recorded.StreamId, e.Stars, e.Comment, recorded.At, [recorded.Event])) }
            : helper)
        .On<AssignmentEvent.RatingsRevealed>((helper, _, recorded) => helper.Revealed(recorded));

    /// <summary>Ratings that are not shown yet.</summary>
    public ValueList<ShownRating> Hidden { get; init; } = [];

    private Reputation Noted(ReliabilityKind kind, Recorded recorded) =>
        this with { Reliability = Reliability.Add(new(recorded.StreamId, kind, recorded.At, recorded.Event)) };

    private Reputation Revealed(Recorded recorded)
    {
        var shown = Ratings;
        foreach (var rating in Hidden.Where(rating => rating.Assignment == recorded.StreamId))
        {
            shown = shown.Add(rating with { Evidence = rating.Evidence.Add(recorded.Event) });
        }

        return this with
        {
            Ratings = shown,
            AverageStars = shown.Count == 0 ? null : decimal.Round((decimal)shown.Sum(rating => rating.Stars.Value) / shown.Count, 2),
            Hidden = Hidden.Where(rating => rating.Assignment != recorded.StreamId),
        };
    }
}
