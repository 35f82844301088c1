using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using Npgsql;
using NpgsqlTypes;

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
        Jobs.Chunk(AtOnce).SelectMany(chunk => Enumerable.Range(0, EventsOfAJob).SelectMany(place => chunk.Select(number => (Job(number), place, Event(number, place)))));

    /// <summary>Adds the events to a log on PostgreSQL, past its append: that is not what is measured.</summary>
    public async Task Tell(NpgsqlDataSource database, EventCodec codec)
    {
        var metadata = new EventMetadata(Guid.Empty, null, Guid.Empty, null, "process:benchmark", "us-east", Start);
        await using var connection = await database.OpenConnectionAsync();
        await using var last = new NpgsqlCommand("select coalesce(max(position), 0) from log.events", connection);
        var position = (long)(await last.ExecuteScalarAsync())!;
        await using (var copy = await connection.BeginBinaryImportAsync(
            "copy log.events (position, stream, revision, event_id, type, data, metadata) from stdin (format binary)"))
        {
            foreach (var (job, revision, happened) in Events())
            {
                var data = codec.Encode(happened, DerivedId.Of($"event/{revision}", job), metadata);
                await copy.StartRowAsync();
                await copy.WriteAsync(++position, NpgsqlDbType.Bigint);
                await copy.WriteAsync(StreamName.Of("job", job).Value, NpgsqlDbType.Text);
                await copy.WriteAsync((long)revision, NpgsqlDbType.Bigint);
                await copy.WriteAsync(data.Id, NpgsqlDbType.Uuid);
                await copy.WriteAsync(data.Type, NpgsqlDbType.Text);
                await copy.WriteAsync(data.Data, NpgsqlDbType.Bytea);
                await copy.WriteAsync(data.Metadata, NpgsqlDbType.Bytea);
            }

            await copy.CompleteAsync();
        }

        await using var tell = new NpgsqlCommand("select pg_notify('log_appended', $1)", connection) { Parameters = { new() { Value = $"{position}" } } };
        await tell.ExecuteNonQueryAsync();
    }

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
