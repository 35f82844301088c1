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

    /// <summary>All of them, by what they look at.</summary>
    public IEnumerable<(string What, Func<CancellationToken, Task<bool>> Look)> All =>
    [
        ("the tables", LookAtTables()), ("a job", LookAtJobs(seed: 1)), ("another job", LookAtJobs(seed: 2)),
        ("the lists", LookAtLists()), ("the latest edit", LookAtLatest()),
    ];

    /// <summary>Looks again and again.</summary>
    /// <param name="look">Whether it has seen something.</param>
    /// <param name="ending">When it is to end, after it has seen something.</param>
    /// <param name="over">When it is to end at once.</param>
    public static async Task Again(Func<CancellationToken, Task<bool>> look, CancellationToken ending, CancellationToken over)
    {
        using var pace = new PeriodicTimer(Pace);
        for (var seen = false; !seen || !ending.IsCancellationRequested;)
        {
            seen |= await look(over);
            await pace.WaitForNextTickAsync(over);
        }
    }

    private Func<CancellationToken, Task<bool>> LookAtTables()
    {
        var seen = new Dictionary<Guid, int>();
        return async over =>
        {
            await using var command = database.CreateCommand("select id, data #>> '{terms,title}' from read.job_detail");
            await using var reader = await command.ExecuteReaderAsync(over);
            var now = new Dictionary<Guid, int>();
            while (await reader.ReadAsync(over))
            {
                now.Add(reader.GetGuid(0), NumberIn(reader.GetString(1)));
            }

            Assert.DoesNotContain(seen, job => !now.TryGetValue(job.Key, out var number) || number < job.Value);
            seen = now;
            return seen.Count > 0;
        };
    }

    private Func<CancellationToken, Task<bool>> LookAtJobs(int seed)
    {
        var (chance, position, known) = (new Random(seed), 0L, new Dictionary<Guid, (string Tag, int Number)>());
        return async over =>
        {
            var job = jobs[chance.Next(jobs.Count)];
            var before = _read.GetValueOrDefault(job, -1);
            using var response = await Get($"/v1/jobs/{job}", known.TryGetValue(job, out var had) ? [("If-None-Match", had.Tag)] : [], over);
            if (response.StatusCode == HttpStatusCode.NotFound && before == -1)
            {
                return false;
            }

            var number = response.StatusCode == HttpStatusCode.NotModified ? had.Number : NumberIn((await BodyOf(response, over)).GetProperty("terms"));
            Saw(_read, job, number, before);
            (known[job], position) = (($"{response.Headers.ETag}", number), PositionOf(response, position));
            return true;
        };
    }

    private Func<CancellationToken, Task<bool>> LookAtLists()
    {
        var (turn, position, known) = (0, 0L, employers.ToDictionary(employer => employer, _ => new HashSet<Guid>()));
        return async over =>
        {
            var employer = employers[turn++ % employers.Count];
            var listed = new HashSet<Guid>();
            for (var next = ""; next is not null;)
            {
                var before = _listed.ToDictionary();
                using var response = await Get($"/v1/jobs?employer={employer}&limit={PageLength}{next}", [], over);
                var page = await BodyOf(response, over);
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

    private Func<CancellationToken, Task<bool>> LookAtLatest() => async over =>
    {
        if (latest() is not { } edit)
        {
            return false;
        }

        (string, string)[] atLeast = [("Marketplace-At-Least", edit.Position.ToString())];
        using var one = await Get($"/v1/jobs/{edit.Job}", atLeast, over);
        if (one.StatusCode == HttpStatusCode.ServiceUnavailable
            && (await one.Content.ReadAsStringAsync(over)).Contains("\"read.behind\"", StringComparison.Ordinal))
        {
            // Nobody has followed the log for long, and it says so.
            return false;
        }

        Saw(_read, edit.Job, NumberIn((await BodyOf(one, over)).GetProperty("terms")), edit.Number);
        PositionOf(one, edit.Position.Value);
        using var list = await Get($"/v1/jobs?employer={edit.Employer}&limit=200", atLeast, over);
        var items = (await BodyOf(list, over)).GetProperty("items").EnumerateArray();
        var listed = items.Single(item => item.GetProperty("id").GetGuid() == edit.Job);
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

    private Task<HttpResponseMessage> Get(string path, (string, string)[] headers, CancellationToken over) =>
        door.Get(path, Auditor, [Role.Auditor], headers).WaitAsync(over);

    private static async Task<JsonElement> BodyOf(HttpResponseMessage response, CancellationToken over)
    {
        var body = await response.Content.ReadAsStringAsync(over);
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
