using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Domain.Verifications;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.ReadApi.Requests;

/// <summary>A page of a list, for the OpenAPI document.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>The documents that a small story leads to, for the OpenAPI document: they are what the read models make of it.</summary>
internal static class Examples
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly HelperId Helper = new(Guid.Parse("01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4c"));
    private static readonly EmployerId Employer = new(Guid.Parse("01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4d"));
    private static readonly JobId Job = new(Guid.Parse("01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4e"));
    private static readonly PersonId Owner = new(Guid.Parse("01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4f"));
    private static readonly OfferId Offer = new(Guid.Parse("01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b50"));
    private static readonly EventCodec Codec = EventCodec.OfMarketplace();
    private static readonly IReadOnlyList<RecordedEvent> Story = [.. Tell()];

    /// <summary>The story's document of a read model.</summary>
    public static object One(Projection projection) => FoldInMemory.Fold(projection, Codec, Story).Values.First();

    /// <summary>A page with the story's document of a read model.</summary>
    public static object PageOf<T>(Projection projection)
        where T : IDocument => new Page<T>([(T)One(projection)], null);

    private static IEnumerable<RecordedEvent> Tell()
    {
        var position = 0;
        foreach (var (category, id, events) in Streams())
        {
            for (var revision = 0; revision < events.Length; revision++)
            {
                var metadata = new EventMetadata(Guid.Empty, null, Guid.Empty, null, Owner.ToString(), "us-east", Start.AddMinutes(position++));
                var data = Codec.Encode(events[revision], DerivedId.Of($"event/{revision}", id), metadata);
                yield return new RecordedEvent(
                    StreamName.Of(category, id), revision, new LogPosition(position), data.Id, data.Type, data.Data, data.Metadata);
            }
        }
    }

    private static IEnumerable<(string Category, Guid Id, object[] Events)> Streams()
    {
        var (application, assignment) = (DerivedId.Application(Job, Helper), DerivedId.Assignment(Offer));
        var identity = DerivedId.Verification(Helper, VerificationType.Identity);
        var point = new GeoPoint(40.7128, -74.006);
        var place = new Place(Name.From("1 Main Street, New York"), point, Region.From("us-east"));
        var (zone, plumbing) = (TimeZoneName.From("America/New_York"), Skill.From("plumbing"));
        var when = new TimeWindow(Start.AddDays(7), Start.AddDays(7).AddHours(8));
        var pay = new Pay(PayKind.Hourly, new Money(32.50m, Currency.UsDollar));
        var terms = new JobTerms(
            Title.From("Mend a burst pipe"), Description.From("Under the kitchen floor."), when, zone, place,
            [new RequiredSkill(plumbing, SkillLevel.From(3))], VerificationLevel.From(1), pay, Headcount.From(1));
        yield return ("helper", Helper.Value,
        [
            new HelperEvent.Registered(
                Helper, Region.From("us-east"), Name.From("Ada Lovelace"), EmailAddress.From("ada@example.org"), PhoneNumber.From("+12125550100")),
            new HelperEvent.SkillAdded(plumbing, SkillLevel.From(4), Years.From(9)), new HelperEvent.RateSet(null, pay),
            new HelperEvent.ServiceAreaSet(new ServiceArea(point, 25, null)), new HelperEvent.OnboardingCompleted(),
        ]);
        yield return ("employer", Employer.Value,
        [
            new EmployerEvent.Registered(Employer, Name.From("Bright Pipes"), Region.From("us-east"), Owner, EmailAddress.From("jobs@example.com")),
            new EmployerEvent.Verified(Owner),
        ]);
        yield return ("verification", identity.Value,
        [
            new VerificationEvent.Requested(identity, Helper, VerificationType.Identity), new VerificationEvent.Cleared(Owner, Start.AddYears(1), 1),
        ]);
        yield return ("job", Job.Value,
        [
            new JobEvent.Drafted(Job, Employer, Owner, terms, null), new JobEvent.Published(terms.Positions, Start, when.Start, 1),
        ]);
        yield return ("application", application.Value,
        [
            new ApplicationEvent.Submitted(application, Job, Employer, Helper, Description.From("I can come on the day.")),
            new ApplicationEvent.Offered(Offer, new OfferTerms(when, zone, place, pay), Start.AddDays(1), null),
            new ApplicationEvent.OfferAccepted(Offer), new ApplicationEvent.Hired(Offer, assignment),
        ]);
        yield return ("assignment", assignment.Value,
        [
            new AssignmentEvent.Scheduled(assignment, application, Job, Employer, Helper, when, zone, place, pay), new AssignmentEvent.Confirmed(),
            new AssignmentEvent.CheckedIn(CheckInProof.Position, point, 12, when.Start, 1), new AssignmentEvent.CheckedOut(when.End),
            new AssignmentEvent.TimeEntryAdded(new TimeEntryId(Offer.Value), when, null), new AssignmentEvent.Completed(),
            new AssignmentEvent.Rated(Side.Employer, Stars.From(5), Description.From("Dry again.")), new AssignmentEvent.RatingsRevealed(),
        ]);
    }
}
