using System.Collections.Frozen;
using System.Reflection;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Calendars;
using LaborMarketplace.Domain.EmailReservations;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Verifications;

namespace LaborMarketplace.EventStore;

/// <summary>Every event type under its stored name. A new family of events is added here, and only here.</summary>
public sealed class EventRegistry
{
    private readonly FrozenDictionary<string, Type> _types;
    private readonly FrozenDictionary<Type, string> _names;
    private readonly FrozenDictionary<Type, PropertyInfo[]> _personal;

    /// <param name="families">The closed families: abstract records whose nested records are the events.</param>
    /// <exception cref="InvalidOperationException">An event has no name, or two share one.</exception>
    public EventRegistry(params ReadOnlySpan<Type> families)
    {
        var names = new Dictionary<Type, string>();
        foreach (var family in families)
        {
            foreach (var type in family.GetNestedTypes().Where(nested => nested.IsSubclassOf(family)))
            {
                names.Add(type, type.GetCustomAttribute<EventNameAttribute>()?.Name
                    ?? throw new InvalidOperationException($"{type.FullName} has no event name."));
            }
        }

        _names = names.ToFrozenDictionary();
        _personal = names.Keys.ToFrozenDictionary(type => type, type => type.GetProperties()
            .Where(property => property.IsDefined(typeof(PersonalAttribute)))
            .ToArray());
        _types = names.GroupBy(pair => pair.Value).ToFrozenDictionary(
            group => group.Key,
            group => group.Count() == 1 ? group.Single().Key : throw new InvalidOperationException($"Two events are named {group.Key}."));
    }

    /// <summary>All the marketplace's events.</summary>
    public static EventRegistry Marketplace { get; } = new(
        typeof(HelperEvent), typeof(CalendarEvent), typeof(EmailReservationEvent), typeof(EmployerEvent), typeof(JobEvent),
        typeof(ApplicationEvent), typeof(AssignmentEvent), typeof(VerificationEvent));

    public IEnumerable<KeyValuePair<string, Type>> All => _types;

    /// <summary>The properties of an event type that hold personal data of the event's subject.</summary>
    public IReadOnlyList<PropertyInfo> PersonalPropertiesOf(Type type) => _personal[type];

    /// <summary>The stored name of an event type.</summary>
    public string NameOf(Type type) => _names[type];

    /// <summary>The type stored under a name; null when this version of the code does not know it.</summary>
    public Type? TypeOf(string name) => _types.GetValueOrDefault(name);
}
