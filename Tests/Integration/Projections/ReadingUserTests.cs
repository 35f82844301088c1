using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Tests.Integration.EventStore;
using Npgsql;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>A user of the database who may only read looks at the read models and proves them, and changes nothing.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ReadingUserTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Who_may_only_read_proves_read_models_and_is_refused_in_one_sentence_what_would_change_them()
    {
        var owner = await postgres.CreateDatabase();
        Assert.Equal(1, (await ProjectionsProcess.Run(owner, ["status"])).Code);
        await using var database = NpgsqlDataSource.Create(owner);
        await using (await LaborMarketplace.EventStore.Postgres.PostgresEventStore.Open(owner))
        {
            await FilledLog.Tell(database, Start, [(DerivedId.Of("job"), 0, Drafted)]);
        }

        Assert.Equal(0, (await ProjectionsProcess.Run(owner, ["rebuild", "job-detail", "--switch"])).Code);
        var reader = await Reader(database, owner);

        foreach (var command in (string[][])[["list"], ["status"], ["plan", "job-detail"], ["verify", "job-detail"], ["diff", "job-detail"]])
        {
            var ended = await ProjectionsProcess.Run(reader, command);
            Assert.True(ended.Code == 0, string.Join(" ", command) + ended.Output + ended.Errors);
        }

        foreach (var command in (string[][])
            [["rebuild", "job-detail"], ["rollback", "job-detail"], ["drop", "job-detail"], ["pause", "job-detail"], ["resume", "job-detail"]])
        {
            var ended = await ProjectionsProcess.Run(reader, command);
            Assert.Equal((1, ""), (ended.Code, ended.Output));
            Assert.StartsWith("marketplace: The database does not allow it (permission denied for ", ended.Errors, StringComparison.Ordinal);
            Assert.Single(ended.Errors.Trim().Split('\n'));
        }
    }

    private static JobEvent Drafted => new JobEvent.Drafted(
        new JobId(DerivedId.Of("job")), new EmployerId(DerivedId.Of("employer")), new PersonId(DerivedId.Of("person")),
        new SampleHistory(new ScriptedLog(Reworked.Codec), seed: 1).Terms(), null);

    /// <summary>The rights are those that docs/operator.md names.</summary>
    /// <returns>The database as a new user reaches it.</returns>
    private static async Task<string> Reader(NpgsqlDataSource database, string owner)
    {
        var user = $"reader_{Guid.CreateVersion7():N}";
        await using var grant = database.CreateCommand(
            $"""
            create role {user} login password 'reads';
            grant usage on schema log, process, read to {user};
            grant select on all tables in schema log, process, read to {user};
            """);
        await grant.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(owner) { Username = user, Password = "reads" }.ConnectionString;
    }
}
