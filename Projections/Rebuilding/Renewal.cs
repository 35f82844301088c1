using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Running;
using Npgsql;

namespace LaborMarketplace.Projections.Rebuilding;

/// <summary>
/// Rebuilds read models in one pass over the log and, if asked, lets each serve that came level. One that halts, or cannot serve, holds
/// up no other.
/// </summary>
public sealed class Renewal(NpgsqlDataSource database, IEventStore log, EventCodec codec, ProjectionOptions options)
{
    /// <summary>Tells how far it is; the last that is told says what became of each build. Whoever stops listening stops it.</summary>
    /// <exception cref="RebuildException">Another rebuild of one of them is at work, or took this one over.</exception>
    public async IAsyncEnumerable<RebuildProgress> Run(
        IReadOnlyList<Projection> projections, bool thenSwitch, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = default(RebuildProgress);
        await foreach (var progress in new Rebuild(database, log, codec, options).Run(projections, cancellation))
        {
            yield return last = progress;
        }

        if (!thenSwitch || last is null)
        {
            yield break;
        }

        var level = projections.Zip(last.Builds).Where(made => !last.Halts.ContainsKey(made.Second)).ToList();
        var builds = new Builds(database, log, codec, options);
        foreach (var (projection, build) in level)
        {
            yield return last = await Switch(builds, projection, build, last, cancellation);
        }
    }

    private static async Task<RebuildProgress> Switch(Builds builds, Projection projection, string build, RebuildProgress last, CancellationToken cancellation)
    {
        try
        {
            var serving = await builds.Switch(projection, build, cancellation);
            return last with { Serving = [.. last.Serving, serving.Storage] };
        }
        catch (RebuildException refusal)
        {
            return last with { NotSwitched = last.NotSwitched.ToImmutableDictionary().Add(build, refusal.Message) };
        }
    }
}
