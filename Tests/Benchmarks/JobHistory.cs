using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Tests.Integration.EventStore;
using Npgsql;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>The story of many jobs, seven events each, told through one another; the same each time that it is told.</summary>
/// <param name="jobs">How many.</param>
/// <param name="from">The number of the first: another range tells of other jobs.</param>
internal sealed class JobHistory(int jobs, int from = 0)
{
    public const int EventsOfAJob = 7;

    /// <summary>How many jobs are in the middle of their stories at one time.</summary>
    private const int AtOnce = 2_000;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly EmployerId Employer = new(DerivedId.Of("benchmark employer"));

    public static Guid Job(int number) => DerivedId.Of($"benchmark job {number}");

    public IEnumerable<int> Jobs => Enumerable.Range(from, jobs);

    /// <summary>In the order in which they happen: the job, the event's place in its stream, and what happened.</summary>
    public IEnumerable<(Guid Job, int Revision, JobEvent Event)> Events() =>
        from chunk in Jobs.Chunk(AtOnce)
        from place in Enumerable.Range(0, EventsOfAJob)
        from number in chunk
        select (Job(number), place, Event(number, place));

    /// <summary>Adds the events to a log on PostgreSQL, past its append: that is not what is measured.</summary>
    public Task Tell(NpgsqlDataSource database) => FilledLog.Tell(database, Start, Events());

    private static JobEvent Event(int number, int place)
    {
        var application = new ApplicationId(DerivedId.Of("application", Job(number)));
        return place switch
        {
            0 => new JobEvent.Drafted(new JobId(Job(number)), Employer, new PersonId(Employer.Value), Terms(number), null),
            1 => new JobEvent.Published(Headcount.From(1), Start, Start.AddDays(30), 1),
            2 => new JobEvent.FirstApplicationReceived(application),
            3 => new JobEvent.PositionReserved(application, Start.AddDays(1)),
            4 => new JobEvent.PositionFilled(application),
            5 => new JobEvent.Filled(),
            _ => new JobEvent.Closed(null),
        };
    }

    private static JobTerms Terms(int number) => new(
        Title.From($"Paint fence {number}"),
        Description.From("White, both sides; brushes and paint are there. Bring clothes that may be spoilt, and a sandwich."),
        new TimeWindow(Start.AddDays(30), Start.AddDays(30).AddHours(4)),
        TimeZoneName.From("America/New_York"),
        new Place(Name.From("1 Main Street"), new GeoPoint(40 + (number % 1000 / 1000d), -74 + (number % 777 / 777d)), Region.From("us-east")),
        [new RequiredSkill(Skill.From("painting"), SkillLevel.From(2))],
        VerificationLevel.From(1),
        new Pay(PayKind.Hourly, new Money(20 + (number % 40), Currency.UsDollar)),
        Headcount.From(1));
}
