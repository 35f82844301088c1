using System.Collections.Frozen;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Projections.Definition;

/// <summary>Which stored types concern which of a set of projections, old versions of a type included.</summary>
internal sealed class EventFamilies
{
    private readonly FrozenDictionary<string, Projection[]> _declaring;

    /// <exception cref="KeyNotFoundException">A projection declares an event that the registry does not know.</exception>
    public EventFamilies(EventRegistry registry, IEnumerable<Projection> projections) =>
        _declaring = projections
            .SelectMany(projection => projection.Declared.Select(type => (Family: FamilyOf(registry.NameOf(type)), Projection: projection)))
            .GroupBy(pair => pair.Family, pair => pair.Projection)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());

    /// <summary>The projections that declare an event of this stored type; none for most.</summary>
    public IReadOnlyList<Projection> Declaring(string storedType) => _declaring.GetValueOrDefault(FamilyOf(storedType), []);

    /// <summary>An event's name without its version: <c>job.published</c>.</summary>
    private static string FamilyOf(string name) => name.LastIndexOf(".v", StringComparison.Ordinal) is > 0 and var mark ? name[..mark] : name;
}
