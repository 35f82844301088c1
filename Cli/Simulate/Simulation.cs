using System.Collections.Concurrent;
using LaborMarketplace.Cli.Client;
using LaborMarketplace.Cli.Data;

namespace LaborMarketplace.Cli.Simulate;

/// <summary>What a simulation is asked to be.</summary>
/// <param name="Helpers">How many helpers come.</param>
/// <param name="Days">How far the marketplace's clock moves.</param>
/// <param name="Seed">The same seed gives the same people with the same habits.</param>
/// <param name="Zips">Where they can live.</param>
/// <param name="AtOnce">How many people act at once.</param>
internal sealed record SimulationSettings(int Helpers, int Days, int Seed, IReadOnlyList<ZipCode> Zips, int AtOnce);

/// <summary>Plays a marketplace through its public API: people act in slots of an hour, and the marketplace's clock is moved from slot to slot.</summary>
internal sealed class Simulation(MarketplaceClient client, People people, CallRecord calls, SimulationSettings settings)
{
    private readonly MarketplaceClock _clock = new(client, people);

    /// <param name="progress">Is told how many hours of the simulation have passed.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ExpectedFailure">The marketplace does not answer, or its clock cannot be moved.</exception>
    public async Task<SimulationReport> Run(Action<int> progress, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        var starts = await _clock.Now(cancellation);
        var (ends, dice) = (starts.AddDays(settings.Days), new Dice(settings.Seed));
        var plan = SimulationPlan.Make(PlanSize.For(settings.Helpers, settings.Days), dice, starts, settings.Zips);
        var world = new World(client, people, dice, plan);
        Invite(world, plan);
        var (hours, played) = (settings.Days * 24, 0);
        await world.Agenda.Play(ends, settings.AtOnce, async moment =>
        {
            await MoveTo(moment, world, cancellation);
            var passed = (int)(moment - starts).TotalHours;
            progress(Math.Min(hours, passed) - played);
            played = Math.Min(hours, passed);
        }, cancellation);
        await MoveTo(ends, world, cancellation);
        var took = TimeProvider.System.GetElapsedTime(started);
        return SimulationReport.Of(took, calls, world, await CountStates(world, cancellation));
    }

    private static void Invite(World world, SimulationPlan plan)
    {
        var jobs = plan.Jobs.ToLookup(job => job.Employer);
        foreach (var employer in plan.Employers)
        {
            var life = new EmployerLife(world, employer, [.. jobs[employer.Number].OrderBy(job => job.PostedAt)]);
            world.Agenda.At(employer.RegistersAt, life.Register);
        }

        foreach (var life in world.Lives)
        {
            world.Agenda.At(life.RegistersAt, life.Register);
        }
    }

    /// <summary>What falls due on the way has been done before anybody acts.</summary>
    private async Task MoveTo(DateTimeOffset moment, World world, CancellationToken cancellation)
    {
        await _clock.Settle(cancellation);
        await _clock.Advance(moment, cancellation);
        world.SettledAt(await _clock.Settle(cancellation));
    }

    /// <summary>How many of each kind are in which state now, as the read API tells it.</summary>
    private async Task<IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>>> CountStates(World world, CancellationToken cancellation)
    {
        var kinds = new (string Kind, ConcurrentDictionary<Guid, Person> Ids)[]
        {
            ("helpers", world.Made.Helpers), ("jobs", world.Made.Jobs), ("applications", world.Made.Applications),
            ("assignments", world.Made.Assignments), ("verifications", world.Made.Verifications),
        };
        var counts = new Dictionary<string, IReadOnlyDictionary<string, int>>();
        foreach (var (kind, ids) in kinds)
        {
            counts.Add(kind, await CountStates(kind, ids, world, cancellation));
        }

        return counts;
    }

    private async Task<IReadOnlyDictionary<string, int>> CountStates(
        string kind, IEnumerable<KeyValuePair<Guid, Person>> ids, World world, CancellationToken cancellation)
    {
        var states = new ConcurrentDictionary<string, int>();
        await Parallel.ForEachAsync(
            ids, new ParallelOptions { MaxDegreeOfParallelism = settings.AtOnce, CancellationToken = cancellation },
            async (thing, stop) =>
            {
                var document = await world.Read(thing.Value, $"{kind}/{thing.Key}", stop);
                states.AddOrUpdate(document?.GetProperty("state").GetString() ?? "unreadable", 1, (_, count) => count + 1);
            });
        return new SortedDictionary<string, int>(states, StringComparer.Ordinal);
    }
}
