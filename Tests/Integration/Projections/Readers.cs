using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Tests.Integration.ReadApi;
using Npgsql;
using static LaborMarketplace.Tests.Integration.ReadApi.ReadableMarketplace;

namespace LaborMarketplace.Tests.Integration.Projections;

/// <summary>An edit of a job that was acknowledged.</summary>
/// <param name="Number">Later edits have higher ones.</param>
internal sealed record Edit(Guid Job, EmployerId Employer, int Number, LogPosition Position);

/// <summary>Readers that look at jobs all the time, through the database and through the door, each as a client does that remembers what it saw.</summary>
/// <remarks>A job's title ends with the number of its last edit, so that a job which goes back shows it.</remarks>
internal sealed class Readers(NpgsqlDataSource database, ReadHost door, IReadOnlyList<Guid> jobs, IReadOnlyList<EmployerId> employers, Func<Edit?> latest)
{
    private const int PageLength = 17;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<Guid, int> _read = new();
    private readonly ConcurrentDictionary<Guid, int> _listed = new();

    public static Title TitleOf(int number) => Title.From($"Edit {number}");

    /// <param name="writing">What they wait to see: when it fails, there may be nothing to be seen.</param>
    /// <param name="ending">When they are to end, after each has seen something.</param>
    public Task Look(Task writing, CancellationToken ending) => Task.WhenAll(
        new[] { LookAtTables(), LookAtJobs(seed: 1), LookAtJobs(seed: 2), LookAtLists(), LookAtLatest() }.Select(look => Again(look, writing, ending)));

    /// <param name="look">Whether it has seen something.</param>
    private static async Task Again(Func<Task<bool>> look, Task writing, CancellationToken ending)
    {
        using var pace = new PeriodicTimer(Pace);
        for (var seen = false; !writing.IsFaulted && (!seen || !ending.IsCancellationRequested);)
        {
            seen |= await look();
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private Func<Task<bool>> LookAtTables()
    {
        var seen = new Dictionary<Guid, int>();
        return async () =>
        {
            await using var command = database.CreateCommand("select id, data #>> '{terms,title}' from read.job_detail");
            await using var reader = await command.ExecuteReaderAsync();
            var now = new Dictionary<Guid, int>();
            while (await reader.ReadAsync())
            {
                now.Add(reader.GetGuid(0), NumberIn(reader.GetString(1)));
            }

            Assert.DoesNotContain(seen, job => !now.TryGetValue(job.Key, out var number) || number < job.Value);
            seen = now;
            return seen.Count > 0;
        };
    }

    private Func<Task<bool>> LookAtJobs(int seed)
    {
        var (chance, position, known) = (new Random(seed), 0L, new Dictionary<Guid, (string Tag, int Number)>());
        return async () =>
        {
            var job = jobs[chance.Next(jobs.Count)];
            var before = _read.GetValueOrDefault(job, -1);
            using var response = await door.Get($"/v1/jobs/{job}", Auditor, [Role.Auditor], known.TryGetValue(job, out var had) ? [("If-None-Match", had.Tag)] : []);
            if (response.StatusCode == HttpStatusCode.NotFound && before == -1)
            {
                return false;
            }

            var number = response.StatusCode == HttpStatusCode.NotModified ? had.Number : NumberIn((await BodyOf(response)).GetProperty("terms"));
            Saw(_read, job, number, before);
            (known[job], position) = (($"{response.Headers.ETag}", number), PositionOf(response, position));
            return true;
        };
    }

    private Func<Task<bool>> LookAtLists()
    {
        var (turn, position, known) = (0, 0L, employers.ToDictionary(employer => employer, _ => new HashSet<Guid>()));
        return async () =>
        {
            var employer = employers[turn++ % employers.Count];
            var listed = new HashSet<Guid>();
            for (var next = ""; next is not null;)
            {
                var before = _listed.ToDictionary();
                using var response = await door.Get($"/v1/jobs?employer={employer}&limit={PageLength}{next}", Auditor, [Role.Auditor]);
                var page = await BodyOf(response);
                foreach (var item in page.GetProperty("items").EnumerateArray())
                {
                    var job = item.GetProperty("id").GetGuid();
                    Assert.True(listed.Add(job), $"{job} is listed twice.");
                    Saw(_listed, job, NumberIn(item), before.GetValueOrDefault(job, -1));
                }

                position = PositionOf(response, position);
                next = page.GetProperty("next").GetString() is { } cursor ? $"&cursor={cursor}" : null;
            }

            Assert.Superset(known[employer], listed);
            known[employer] = listed;
            return listed.Count > 0;
        };
    }

    private Func<Task<bool>> LookAtLatest() => async () =>
    {
        if (latest() is not { } edit)
        {
            return false;
        }

        var atLeast = ("Marketplace-At-Least", edit.Position.ToString());
        using var one = await door.Get($"/v1/jobs/{edit.Job}", Auditor, [Role.Auditor], atLeast);
        if (one.StatusCode == HttpStatusCode.ServiceUnavailable && await one.Content.ReadAsStringAsync() is { } behind && behind.Contains("\"read.behind\"", StringComparison.Ordinal))
        {
            // Nobody has followed the log for long, and it says so.
            return false;
        }

        Saw(_read, edit.Job, NumberIn((await BodyOf(one)).GetProperty("terms")), edit.Number);
        PositionOf(one, edit.Position.Value);
        using var list = await door.Get($"/v1/jobs?employer={edit.Employer}&limit=200", Auditor, [Role.Auditor], atLeast);
        var listed = (await BodyOf(list)).GetProperty("items").EnumerateArray().Single(item => item.GetProperty("id").GetGuid() == edit.Job);
        Saw(_listed, edit.Job, NumberIn(listed), edit.Number);
        PositionOf(list, edit.Position.Value);
        return true;
    };

    /// <summary>Nobody sees an older edit than what anybody had seen before asking.</summary>
    private static void Saw(ConcurrentDictionary<Guid, int> seen, Guid job, int number, int before)
    {
        Assert.True(number >= before, $"{job} was at edit {before}, and is at {number}.");
        seen.AddOrUpdate(job, number, (_, other) => Math.Max(number, other));
    }

    private static async Task<JsonElement> BodyOf(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.RequestMessage!.RequestUri}: {(int)response.StatusCode} {body}");
        return JsonElement.Parse(body);
    }

    private static long PositionOf(HttpResponseMessage response, long atLeast)
    {
        var position = long.Parse(Assert.Single(response.Headers.GetValues("Marketplace-Position")), CultureInfo.InvariantCulture);
        Assert.True(position >= atLeast, $"{response.RequestMessage!.RequestUri} was at position {atLeast}, and is at {position}.");
        return position;
    }

    private static int NumberIn(JsonElement titled) => NumberIn(titled.GetProperty("title").GetString()!);

    private static int NumberIn(string title) => title.StartsWith("Edit ", StringComparison.Ordinal) ? int.Parse(title[5..], CultureInfo.InvariantCulture) : 0;
}
