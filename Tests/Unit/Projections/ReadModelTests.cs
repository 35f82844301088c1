using System.Text.Json;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Domain.Verifications;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Applications;
using LaborMarketplace.Projections.Assignments;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Employers;
using LaborMarketplace.Projections.Helpers;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Verifications;
using EmployerAccount = LaborMarketplace.Projections.Employers.EmployerAccount;
using HelperProfile = LaborMarketplace.Projections.Helpers.HelperProfile;

namespace LaborMarketplace.Tests.Unit.Projections;

public sealed class ReadModelTests
{
    private static readonly HelperId Helper = new(Guid.Parse("0193aaaa-0000-7000-8000-000000000001"));
    private static readonly EmployerId Employer = new(Guid.Parse("0193aaaa-0000-7000-8000-000000000002"));
    private static readonly JobId Job = new(Guid.Parse("0193aaaa-0000-7000-8000-000000000003"));
    private static readonly PersonId Owner = new(Guid.Parse("0193aaaa-0000-7000-8000-000000000004"));
    private static readonly OfferId Offer = new(Guid.Parse("0193aaaa-0000-7000-8000-000000000005"));
    private static readonly ApplicationId Application = DerivedId.Application(Job, Helper);
    private static readonly AssignmentId Assignment = DerivedId.Assignment(Offer);
    private static readonly VerificationId Identity = DerivedId.Verification(Helper, VerificationType.Identity);
    private static readonly TimeWindow When = new(Given.Start.AddDays(3), Given.Start.AddDays(3).AddHours(8));
    private static readonly TimeZoneName Zone = TimeZoneName.From("America/New_York");
    private static readonly Pay Pay = new(PayKind.Hourly, new Money(25m, Currency.UsDollar));

    private static readonly JobTerms Terms = new(
        Title.From("Mend the roof"), Description.From("Tiles."), When, Zone, Place: null,
        [new RequiredSkill(Skill.From("roofing"), SkillLevel.From(2))], VerificationLevel.None, Pay, Headcount.From(2));

    private static readonly HelperEvent.Registered Registered =
        new(Helper, Region.From("us-east"), Name.From("Ada Lovelace"), EmailAddress.From("ada@example.org"), Phone: null);

    private static readonly AssignmentEvent.Scheduled Scheduled = new(Assignment, Application, Job, Employer, Helper, When, Zone, Place: null, Pay);

    [Fact]
    public void Counts_filled_positions_and_gives_back_only_those_that_were_filled()
    {
        var other = DerivedId.Application(Job, new HelperId(Guid.Parse("0193aaaa-0000-7000-8000-000000000009")));
        var given = new Given().Events(
            "job", Job.Value,
            new JobEvent.Drafted(Job, Employer, Owner, Terms, null), new JobEvent.Published(Terms.Positions, Given.Start, When.Start, 1),
            new JobEvent.PositionReserved(Application, When.Start), new JobEvent.PositionReserved(other, When.Start),
            new JobEvent.PositionFilled(Application), new JobEvent.PositionReleased(other, Reason.From("It was declined.")));
        var card = given.Document<JobCard>(JobCard.Projection, Job.Value);
        Assert.Equal((JobStanding.Open, 1), (card.State, card.Filled));
        var detail = given.Document<JobDetail>(JobDetail.Projection, Job.Value);
        Assert.Equal((1, 0), (detail.Filled, detail.Reserved));
        given.Event("job", Job.Value, new JobEvent.PositionReleased(Application, Reason.From("They cancelled.")));
        Assert.Equal(0, given.Document<JobCard>(JobCard.Projection, Job.Value).Filled);
    }

    [Fact]
    public void Reckons_what_an_hour_pays_and_rounds_it_to_the_currency()
    {
        var given = new Given().Event("job", Job.Value, new JobEvent.Drafted(Job, Employer, Owner, Terms, null));
        Assert.Equal(25m, given.Document<JobCard>(JobCard.Projection, Job.Value).HourlyAmount);
        given.Event("job", Job.Value, new JobEvent.Edited(Terms with { Pay = new Pay(PayKind.Fixed, new Money(100.05m, Currency.From("EUR"))) }, null));
        Assert.Equal(12.51m, given.Document<JobCard>(JobCard.Projection, Job.Value).HourlyAmount);
        given.Event("job", Job.Value, new JobEvent.Edited(Terms with { Pay = new Pay(PayKind.Fixed, new Money(1_000, Currency.From("JPY"))) }, null));
        Assert.Equal(125m, given.Document<JobCard>(JobCard.Projection, Job.Value).HourlyAmount);
    }

    [Fact]
    public void Shows_ratings_once_they_are_revealed_with_the_events_they_rest_on()
    {
        var given = new Given().Event("helper", Helper.Value, Registered)
            .Events("assignment", Assignment.Value, Scheduled, new AssignmentEvent.Completed(), new AssignmentEvent.Rated(Side.Employer, Stars.From(4), null));
        var hidden = given.Document<Reputation>(Reputation.Projection, Helper.Value);
        Assert.Equal((null, 0, 1, 1), (hidden.AverageStars, hidden.Ratings.Count, hidden.Assignments, hidden.Completed));

        given.Events("assignment", Assignment.Value, new AssignmentEvent.Rated(Side.Helper, Stars.From(1), null), new AssignmentEvent.RatingsRevealed());
        var shown = given.Document<Reputation>(Reputation.Projection, Helper.Value);
        Assert.Equal(4m, shown.AverageStars);
        Assert.Equal([given.IdOf(3), given.IdOf(5)], Assert.Single(shown.Ratings).Evidence);
        Assert.Empty(shown.Hidden);
    }

    [Fact]
    public void Holds_late_cancellations_against_the_helper_only_when_the_helper_cancelled()
    {
        var given = new Given().Event("helper", Helper.Value, Registered).Events(
            "assignment", Assignment.Value, Scheduled, new AssignmentEvent.Cancelled(Side.Employer, Reason.From("No tiles."), Late: true, Fee: null, 1));
        Assert.Equal(0, given.Document<Reputation>(Reputation.Projection, Helper.Value).CancelledLate);
        given.Event("assignment", Assignment.Value, new AssignmentEvent.Cancelled(Side.Helper, Reason.From("I am ill."), Late: true, Fee: null, 1));
        var reputation = given.Document<Reputation>(Reputation.Projection, Helper.Value);
        Assert.Equal((1, ReliabilityKind.CancelledLate), (reputation.CancelledLate, Assert.Single(reputation.Reliability).Kind));
    }

    [Fact]
    public void Puts_a_cleared_verification_into_the_profile_until_it_is_asked_for_again()
    {
        var reviewer = new PersonId(Guid.Parse("0193aaaa-0000-7000-8000-000000000006"));
        var given = new Given().Event("helper", Helper.Value, Registered).Events(
            "verification", Identity.Value,
            new VerificationEvent.Requested(Identity, Helper, VerificationType.Identity), new VerificationEvent.Cleared(reviewer, When.End, 1));
        var profile = given.Document<HelperProfile>(HelperProfile.Projection, Helper.Value);
        Assert.Equal([new HeldVerification(VerificationType.Identity, When.End)], profile.Verifications);
        Assert.Equal(VerificationStanding.Clear, given.Document<VerificationStatus>(VerificationStatus.Projection, Identity.Value).State);
        given.Event("verification", Identity.Value, new VerificationEvent.Requested(Identity, Helper, VerificationType.Identity));
        Assert.Empty(given.Document<HelperProfile>(HelperProfile.Projection, Helper.Value).Verifications);
    }

    [Fact]
    public void Follows_an_application_by_its_stream_to_the_hire()
    {
        var given = new Given().Events(
            "application", Application.Value,
            new ApplicationEvent.Invited(Application, Job, Employer, Helper),
            new ApplicationEvent.Submitted(Application, Job, Employer, Helper, Description.From("Gladly.")),
            new ApplicationEvent.Shortlisted(), new ApplicationEvent.Offered(Offer, new OfferTerms(When, Zone, null, Pay), When.Start, null),
            new ApplicationEvent.OfferAccepted(Offer), new ApplicationEvent.Hired(Offer, Assignment));
        var application = given.Document<ApplicationView>(ApplicationView.Projection, Application.Value);
        Assert.Equal(
            (ApplicationStanding.Hired, (AssignmentId?)Assignment, Given.Start, (DateTimeOffset?)Given.Start.AddMinutes(1), Given.Start.AddMinutes(5)),
            (application.State, application.Assignment, application.StartedAt, application.AppliedAt, application.ChangedAt));
    }

    [Fact]
    public void Keeps_the_entry_that_a_correction_puts_aside()
    {
        var entry = new TimeEntryId(Guid.Parse("0193aaaa-0000-7000-8000-000000000007"));
        var corrected = new TimeWindow(When.Start, When.End.AddMinutes(20));
        var given = new Given().Events(
            "assignment", Assignment.Value, Scheduled, new AssignmentEvent.TimeEntryAdded(entry, When, null),
            new AssignmentEvent.TimeEntryCorrected(entry, corrected, Reason.From("I stayed.")));
        var sheet = given.Document<TimeSheetView>(TimeSheetView.Projection, Assignment.Value);
        Assert.Equal(corrected, Assert.Single(sheet.Entries).Worked);
        Assert.Equal(When, Assert.Single(sheet.Entries[0].Corrected).Worked);
    }

    [Fact]
    public void Changes_the_role_of_a_member_who_is_added_again()
    {
        var account = new Given().Events(
            "employer", Employer.Value,
            new EmployerEvent.Registered(Employer, Name.From("Roofs"), Region.From("us-east"), Owner, EmailAddress.From("jobs@example.com")),
            new EmployerEvent.MemberAdded(Owner, MemberRole.Approver)).Document<EmployerAccount>(EmployerAccount.Projection, Employer.Value);
        Assert.Equal([new AccountMember(Owner, MemberRole.Approver)], account.Members);
    }

    [Fact]
    public void Draws_the_circle_around_an_area_that_is_a_polygon()
    {
        ValueList<GeoPoint> corners = [new(40, -74), new(40, -73), new(41, -73), new(41, -74)];
        var reach = new Given().Events("helper", Helper.Value, Registered, new HelperEvent.ServiceAreaSet(new ServiceArea(null, null, corners)))
            .Document<HelperCard>(HelperCard.Projection, Helper.Value).Reach!;
        Assert.All(corners, corner =>
        {
            Assert.True(reach.Centre.MetresTo(corner) <= (reach.RadiusInKilometres * 1000) + 0.001);
            Assert.InRange(corner.Latitude, reach.Bounds.South, reach.Bounds.North);
            Assert.InRange(corner.Longitude, reach.Bounds.West, reach.Bounds.East);
        });
    }

    [Fact]
    public void Shows_only_about_where_a_helper_works()
    {
        var card = new Given().Events("helper", Helper.Value, Registered, new HelperEvent.ServiceAreaSet(new ServiceArea(new(40.71278, -74.00594), 5, null)))
            .Document<HelperCard>(HelperCard.Projection, Helper.Value);
        Assert.Equal((new GeoPoint(40.71, -74.01), 5), (card.Reach!.Centre, card.Reach.RadiusInKilometres));
        Assert.Equal(Bounds.Around(card.Reach.Centre, 5), card.Reach.Bounds);
        Assert.DoesNotContain("40.7127", JsonSerializer.Serialize(card, MarketplaceJson.Options), StringComparison.Ordinal);
    }

    [Fact]
    public void Halts_at_a_change_of_what_was_never_made() =>
        Assert.Contains(
            "job.filled.v1",
            Assert.Throws<FoldException>(() => new Given().Event("job", Job.Value, new JobEvent.Filled()).Documents(JobCard.Projection)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Passes_over_events_that_are_not_declared() =>
        Assert.Empty(new Given().Event("job", Job.Value, new JobEvent.FirstApplicationReceived(Application)).Documents(JobCard.Projection));

    [Fact]
    public void Is_named_and_stored_once()
    {
        Assert.Equal(ReadModels.All.Count, ReadModels.All.Select(projection => projection.View).Distinct().Count());
        Assert.Equal(ReadModels.All.Count, ReadModels.All.Select(projection => projection.Document).Distinct().Count());
        Assert.All(ReadModels.All, projection => Assert.All(projection.Declared, type => Assert.NotNull(EventRegistry.Marketplace.NameOf(type))));
    }
}
