using System.Collections.Concurrent;
using System.Text.Json;
using LaborMarketplace.Cli.Client;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Cli.Simulate;

/// <summary>What everybody in a simulation shares: the marketplace, the agenda, the dice, and the record of what came of it. Thread-safe.</summary>
internal sealed class World
{
    private readonly MarketplaceClient _client;
    private readonly People _people;
    private readonly IReadOnlyList<PlannedEmployer> _employers;
    private readonly Dictionary<Guid, HelperLife> _lives;
    private readonly ConcurrentDictionary<Guid, Person> _persons = [];
    private readonly ConcurrentDictionary<Guid, PlannedJob> _jobs = [];
    private readonly ConcurrentDictionary<string, int> _refusals = [];
    private long _settled;

    public World(MarketplaceClient client, People people, Dice dice, SimulationPlan plan)
    {
        (_client, _people, Dice, _employers) = (client, people, dice, plan.Employers);
        (Mailbox, Reviewer) = (new Mailbox(client, people), people.Person(Role.Reviewer));
        _lives = plan.Helpers.ToDictionary(helper => helper.Id, helper => new HelperLife(this, helper));
    }

    public Agenda Agenda { get; } = new(TimeSpan.FromHours(1));

    public Dice Dice { get; }

    public Mailbox Mailbox { get; }

    public Person Reviewer { get; }

    public MadeThings Made { get; } = new();

    /// <summary>How often each code was answered.</summary>
    public IReadOnlyDictionary<string, int> Refusals => _refusals;

    public IEnumerable<HelperLife> Lives => _lives.Values;

    /// <summary>The life of a helper; null of one who is not of this simulation.</summary>
    public HelperLife? LifeOf(Guid helper) => _lives.GetValueOrDefault(helper);

    /// <summary>The plan of a job; null of one that is not of this simulation.</summary>
    public PlannedJob? JobOf(Guid job) => _jobs.GetValueOrDefault(job);

    public Person PersonOf(PlannedHelper helper) => _persons.GetOrAdd(helper.Id, id => _people.Person(id, Role.Helper));

    public Person PersonOf(PlannedEmployer employer) => _persons.GetOrAdd(employer.Owner, id => _people.Person(id, Role.Employer));

    public Person OwnerOf(PlannedJob job) => PersonOf(_employers[job.Employer]);

    public void Add(Guid id, PlannedJob job, Person owner)
    {
        _jobs.TryAdd(id, job);
        Made.Jobs.TryAdd(id, owner);
    }

    /// <summary>All that follows from the log up to this position is done, and reads from now on have to show it.</summary>
    public void SettledAt(long position) => Interlocked.Exchange(ref _settled, position);

    /// <summary>Sends a command, and counts a refusal under its code.</summary>
    public async Task<Answer> Send(Person who, string path, object? body, CancellationToken cancellation)
    {
        var answer = await _client.Send(who, path, body, cancellation);
        Count((answer as Answer.Refused)?.Code);
        return answer;
    }

    /// <summary>Sends commands one after the other, as far as they are taken.</summary>
    /// <returns>Whether all were.</returns>
    public async Task<bool> SendAll(Person who, IReadOnlyList<(string Path, object? Body)> commands, CancellationToken cancellation)
    {
        foreach (var (path, body) in commands)
        {
            if (await Send(who, path, body, cancellation) is not Answer.Done)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads a document as it is after all that has settled; null where that is refused, which is counted.</summary>
    public async Task<JsonElement?> Read(Person who, string path, CancellationToken cancellation)
    {
        var reading = await _client.Read(who, path, Interlocked.Read(ref _settled), cancellation);
        Count((reading as Reading.Refused)?.Code);
        return (reading as Reading.Found)?.Document;
    }

    private void Count(string? refusal)
    {
        if (refusal is not null)
        {
            _refusals.AddOrUpdate(refusal, 1, (_, count) => count + 1);
        }
    }
}

/// <summary>The ids of what a simulation made, each with somebody who may see it. Thread-safe.</summary>
internal sealed class MadeThings
{
    public ConcurrentDictionary<Guid, Person> Helpers { get; } = [];

    public ConcurrentDictionary<Guid, Person> Jobs { get; } = [];

    public ConcurrentDictionary<Guid, Person> Applications { get; } = [];

    public ConcurrentDictionary<Guid, Person> Assignments { get; } = [];

    public ConcurrentDictionary<Guid, Person> Verifications { get; } = [];
}
