using System.Text.Json;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore.Postgres;
using LaborMarketplace.Projections;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Storage;
using LaborMarketplace.Tests.Integration.EventStore;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>What a rebuild, or its proof, holds in memory does not grow with what it builds.</summary>
[Collection(PostgresCollection.Name)]
public sealed class RebuildMemoryTests(PostgresFixture postgres)
{
    private const int Jobs = 20_000;
    private const long HeapBytes = 128 * 1024 * 1024;

    private static readonly DateTimeOffset Start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);
    private static readonly EmployerId Employer = new(DerivedId.Of("employer of many"));

    [Fact]
    public async Task A_read_model_that_is_larger_than_the_memory_of_the_process_is_rebuilt_and_proved_by_it()
    {
        var connection = await postgres.CreateDatabase();
        await using var database = NpgsqlDataSource.Create(connection);
        await using (await PostgresEventStore.Open(connection))
        {
            await ReadSchema.Prepare(database, ReadModels.All, CancellationToken.None);
            await FilledLog.Tell(database, Start, History());
        }

        var rebuilt = await Limited(connection, "rebuild", JobDetail.Projection.Name, "--switch");
        var proof = await Limited(connection, "verify", JobDetail.Projection.Name);

        var build = rebuilt.GetProperty("serving")[0].GetString()!;
        await using var measure = database.CreateCommand(
            $"select count(*) filter (where data ->> 'state' = 'cancelled'), sum(octet_length(data::text)) from {ReadStore.TableOf(build)}");
        await using var measured = await measure.ExecuteReaderAsync();
        await measured.ReadAsync();
        Assert.Equal(Jobs, measured.GetInt64(0));
        Assert.True(measured.GetInt64(1) > HeapBytes, "The documents are smaller than the memory: the test shows nothing.");
        Assert.Equal((true, Jobs), (proof.GetProperty("same").GetBoolean(), proof.GetProperty("live").GetProperty("documents").GetInt32()));
    }

    /// <summary>All are drafted before the first goes on: none is done while it is in memory.</summary>
    private static IEnumerable<(Guid, int, JobEvent)> History() => Enumerable.Range(0, Jobs)
        .Select(number => (Job(number), 0, (JobEvent)new JobEvent.Drafted(new JobId(Job(number)), Employer, new PersonId(Employer.Value), Terms(number), null)))
        .Concat(Enumerable.Range(0, Jobs).Select(number => (Job(number), 1, (JobEvent)new JobEvent.Cancelled(Reason.From("It rains.")))));

    private static Guid Job(int number) => DerivedId.Of($"job {number}");

    private static JobTerms Terms(int number) => new(
        Title.From($"Paint fence {number}"),
        Description.From(string.Concat(Enumerable.Repeat($"Mind the dog of number {number}. ", 250))),
        new TimeWindow(Start.AddDays(30), Start.AddDays(30).AddHours(4)),
        TimeZoneName.From("America/New_York"),
        null,
        [new RequiredSkill(Skill.From("painting"), SkillLevel.From(2))],
        VerificationLevel.From(1),
        new Pay(PayKind.Hourly, new Money(20, Currency.UsDollar)),
        Headcount.From(1));

    /// <summary>Runs a command in a process whose heap cannot grow beyond a limit.</summary>
    /// <returns>What it answers.</returns>
    private static async Task<JsonElement> Limited(string connection, params IEnumerable<string> command)
    {
        var ended = await ProjectionsProcess.Run(connection, [.. command, "--json"], HeapBytes);
        Assert.True(ended.Code == 0, ended.Output + ended.Errors);
        return JsonSerializer.Deserialize<JsonElement>(ended.Output);
    }
}
