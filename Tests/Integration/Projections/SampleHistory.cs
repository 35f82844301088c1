using System.Text;
using System.Text.Json.Nodes;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Domain.Verifications;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>A random but possible history of a small marketplace, told through one another; edits may move jobs to another time.</summary>
internal sealed class SampleHistory(ScriptedLog log, int seed, bool editsMove = true)
{
    public static readonly DateTimeOffset Start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    private static readonly string[] SkillCodes = ["plumbing", "carpentry", "painting", "house-cleaning"];

    private readonly Random _random = new(seed);
    private DateTimeOffset _now = Start;

    public List<HelperId> Helpers { get; } = [];

    public List<EmployerId> Employers { get; } = [];

    /// <summary>Jobs with their employers.</summary>
    public List<(JobId Job, EmployerId Employer, JobTerms Terms)> Jobs { get; } = [];

    public PersonId OwnerOf(EmployerId employer) => new(DerivedId.Of("owner", employer.Value));

    public SampleHistory Tell(int helpers, int employers, int jobs, int applications)
    {
        var newHelpers = Enumerable.Range(0, helpers).Select(_ => new HelperId(NewId())).ToList();
        var newEmployers = Enumerable.Range(0, employers).Select(_ => new EmployerId(NewId())).ToList();
        Helpers.AddRange(newHelpers);
        Employers.AddRange(newEmployers);
        TellThroughOneAnother([.. newHelpers.Select(Helper), .. newEmployers.Select(Employer)]);
        TellThroughOneAnother([.. Enumerable.Range(0, jobs).Select(_ => Job())]);
        var pairs = Jobs.SelectMany(job => newHelpers.Select(helper => (job, helper))).OrderBy(_ => _random.Next()).Take(applications);
        TellThroughOneAnother([.. pairs.Select(pair => Application(pair.job.Job, pair.job.Employer, pair.helper, pair.job.Terms))]);
        return this;
    }

    public JobTerms Terms() => new(
        Title.From($"Job {_random.Next(1000)}"),
        Description.From("Work to be done with care."),
        new TimeWindow(Start.AddHours(_random.Next(24, 24 * 40)), Start.AddHours(24 * 41)),
        TimeZoneName.From("America/New_York"),
        _random.Next(5) == 0 ? null : new Place(Name.From("1 Main Street"), Point(), Region.From("us-east")),
        [new RequiredSkill(Skill.From(AnySkill()), SkillLevel.From(_random.Next(1, 4)))],
        VerificationLevel.From(_random.Next(0, 3)),
        new Pay(_random.Next(2) == 0 ? PayKind.Hourly : PayKind.Fixed, AnyMoney()),
        Headcount.From(_random.Next(1, 4)));

    private void TellThroughOneAnother(List<IEnumerator<(StreamName Stream, object Event)>> stories)
    {
        while (stories.Count > 0)
        {
            var next = _random.Next(stories.Count);
            if (stories[next].MoveNext())
            {
                _now = _now.AddSeconds(_random.Next(1, 600));
                Tell(stories[next].Current.Stream, stories[next].Current.Event);
            }
            else
            {
                stories[next].Dispose();
                stories.RemoveAt(next);
            }
        }
    }

    /// <summary>Some check-ins stand in the log as the first version of the event told them.</summary>
    private void Tell(StreamName stream, object happened)
    {
        var recorded = log.Happen(stream, happened, _now);
        if (happened is AssignmentEvent.CheckedIn && _random.Next(2) == 0)
        {
            log.Mend(recorded, "assignment.checked-in.v1", AsVersionOne(recorded.Data));
        }
    }

    private static byte[] AsVersionOne(ReadOnlyMemory<byte> checkedIn)
    {
        var json = JsonNode.Parse(checkedIn.Span)!.AsObject();
        json["bySupervisorCode"] = json["proof"]!.GetValue<string>() == "supervisorCode";
        json.Remove("proof");
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private IEnumerator<(StreamName, object)> Helper(HelperId helper)
    {
        var stream = StreamName.Of("helper", helper.Value);
        yield return (stream, new HelperEvent.Registered(
            helper, Region.From("us-east"), Name.From($"Helper {_random.Next(100)}"),
            EmailAddress.From($"{helper.Value:N}@example.org"), PhoneNumber.From("+12125550100")));
        yield return (stream, new HelperEvent.ContactVerified(1));
        var skills = SkillCodes.OrderBy(_ => _random.Next()).Take(_random.Next(1, 4)).Select(Skill.From).ToList();
        foreach (var skill in skills)
        {
            yield return (stream, new HelperEvent.SkillAdded(skill, SkillLevel.From(_random.Next(1, 6)), Years.From(_random.Next(10))));
        }

        yield return (stream, new HelperEvent.SkillRevised(skills[0], SkillLevel.From(5), Years.From(20)));
        yield return (stream, new HelperEvent.RateSet(null, new Pay(PayKind.Hourly, Dollars(_random.Next(1_000, 9_000)))));
        yield return (stream, new HelperEvent.LanguagesSet([new SpokenLanguage(LanguageTag.From(_random.Next(2) == 0 ? "en" : "es"), LanguageLevel.Native)]));
        yield return (stream, new HelperEvent.ServiceAreaSet(new ServiceArea(Point(), _random.Next(5, 80), null)));
        yield return (stream, new HelperEvent.OnboardingCompleted());
        var verification = DerivedId.Verification(helper, VerificationType.Identity);
        var check = StreamName.Of("verification", verification.Value);
        yield return (check, new VerificationEvent.Requested(verification, helper, VerificationType.Identity));
        yield return (check, new VerificationEvent.ConsentGranted(Sha256.From(new string('a', 64)), Name.From("2026-01")));
        yield return (check, new VerificationEvent.Started(new PersonId(NewId())));
        yield return (check, _random.Next(3) == 0
            ? new VerificationEvent.Failed(new PersonId(NewId()), Reason.From("The picture is not of the person."))
            : new VerificationEvent.Cleared(new PersonId(NewId()), _now.AddYears(1), 1));
        if (_random.Next(5) == 0)
        {
            yield return (stream, new HelperEvent.Paused(null));
        }
    }

    private IEnumerator<(StreamName, object)> Employer(EmployerId employer)
    {
        var stream = StreamName.Of("employer", employer.Value);
        yield return (stream, new EmployerEvent.Registered(
            employer, Name.From($"Employer {_random.Next(100)}"), Region.From("us-east"), OwnerOf(employer), EmailAddress.From("jobs@example.com")));
        yield return (stream, new EmployerEvent.Verified(new PersonId(NewId())));
        var member = new PersonId(NewId());
        yield return (stream, new EmployerEvent.MemberAdded(member, MemberRole.Hirer));
        yield return (stream, new EmployerEvent.LocationAdded(
            new LocationId(NewId()), Name.From("Yard"), new Place(Name.From("2 Main Street"), Point(), Region.From("us-east"))));
        yield return (stream, new EmployerEvent.MemberRemoved(member));
    }

    private IEnumerator<(StreamName, object)> Job()
    {
        var (job, employer, terms) = (new JobId(NewId()), Employers[_random.Next(Employers.Count)], Terms());
        var stream = StreamName.Of("job", job.Value);
        yield return (stream, new JobEvent.Drafted(job, employer, OwnerOf(employer), terms, null));
        if (_random.Next(6) == 0)
        {
            yield break;
        }

        yield return (stream, new JobEvent.Published(terms.Positions, _now, terms.When.Start, 1));
        if (_random.Next(4) == 0)
        {
            var edited = Terms() with { Positions = terms.Positions };
            terms = editsMove ? edited : edited with { When = terms.When };
            yield return (stream, new JobEvent.Edited(terms, terms.When.Start));
        }

        if (_random.Next(8) == 0)
        {
            yield return (stream, new JobEvent.Cancelled(Reason.From("The work is not needed any more.")));
            yield break;
        }

        Jobs.Add((job, employer, terms));
    }

    private IEnumerator<(StreamName, object)> Application(JobId job, EmployerId employer, HelperId helper, JobTerms terms)
    {
        var application = DerivedId.Application(job, helper);
        var (stream, jobStream) = (StreamName.Of("application", application.Value), StreamName.Of("job", job.Value));
        if (_random.Next(4) == 0)
        {
            yield return (stream, new ApplicationEvent.Invited(application, job, employer, helper));
            if (_random.Next(2) == 0)
            {
                yield break;
            }
        }

        yield return (stream, new ApplicationEvent.Submitted(application, job, employer, helper, Description.From("I would like to.")));
        if (_random.Next(4) == 0)
        {
            yield return (stream, new ApplicationEvent.Withdrawn(null));
            yield break;
        }

        yield return (stream, new ApplicationEvent.Shortlisted());
        var offer = new OfferId(NewId());
        yield return (jobStream, new JobEvent.PositionReserved(application, _now.AddDays(1)));
        yield return (stream, new ApplicationEvent.Offered(offer, new OfferTerms(terms.When, terms.Zone, terms.Place, terms.Pay), _now.AddDays(1), null));
        if (_random.Next(3) == 0)
        {
            yield return (stream, new ApplicationEvent.OfferDeclined(offer, null));
            yield return (jobStream, new JobEvent.PositionReleased(application, Reason.From("The offer was declined.")));
            yield break;
        }

        yield return (stream, new ApplicationEvent.OfferAccepted(offer));
        var assignment = DerivedId.Assignment(offer);
        var work = StreamName.Of("assignment", assignment.Value);
        yield return (work, new AssignmentEvent.Scheduled(assignment, application, job, employer, helper, terms.When, terms.Zone, terms.Place, terms.Pay));
        yield return (jobStream, new JobEvent.PositionFilled(application));
        yield return (stream, new ApplicationEvent.Hired(offer, assignment));
        foreach (var happened in Work(terms))
        {
            yield return (work, happened);
        }
    }

    private IEnumerable<object> Work(JobTerms terms)
    {
        yield return new AssignmentEvent.Confirmed();
        if (_random.Next(4) == 0)
        {
            yield return new AssignmentEvent.Cancelled(Side.Helper, Reason.From("I am ill."), _random.Next(2) == 0, null, 1);
            yield break;
        }

        var (start, end, entry) = (terms.When.Start, terms.When.Start.AddHours(4), new TimeEntryId(NewId()));
        yield return new AssignmentEvent.CheckedIn(
            terms.Place is null ? CheckInProof.Remote : CheckInProof.Position, terms.Place?.Point, terms.Place is null ? null : 12.5, start, 1);
        yield return new AssignmentEvent.BreakStarted(start.AddHours(1));
        yield return new AssignmentEvent.BreakEnded(start.AddHours(1.5));
        yield return new AssignmentEvent.CheckedOut(end);
        yield return new AssignmentEvent.TimeEntryAdded(entry, new TimeWindow(start, end), null);
        yield return new AssignmentEvent.TimeEntryCorrected(entry, new TimeWindow(start, end.AddMinutes(10)), Reason.From("I left later."));
        yield return new AssignmentEvent.Completed();
        yield return new AssignmentEvent.HoursSubmitted(TimeSpan.FromHours(4), _now.AddHours(72), 1);
        yield return new AssignmentEvent.HoursApproved(null, TimeSpan.FromHours(4), Dollars(8_000), _now.AddDays(14), 1);
        yield return new AssignmentEvent.Rated(Side.Employer, Stars.From(_random.Next(1, 6)), Description.From("Well done."));
        if (_random.Next(3) != 0)
        {
            yield return new AssignmentEvent.Rated(Side.Helper, Stars.From(_random.Next(1, 6)), null);
            yield return new AssignmentEvent.RatingsRevealed();
        }
    }

    private Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private string AnySkill() => SkillCodes[_random.Next(SkillCodes.Length)];

    private GeoPoint Point() => new(Math.Round(40 + (_random.NextDouble() * 2), 5), Math.Round(-75 + (_random.NextDouble() * 2), 5));

    private Money AnyMoney() => new(_random.Next(1_000, 10_000) / 100m, Currency.From(_random.Next(3) == 0 ? "EUR" : "USD"));

    private static Money Dollars(int cents) => new(cents / 100m, Currency.UsDollar);
}
