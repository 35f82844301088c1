namespace LaborMarketplace.Domain;

/// <summary>The name under which an event type is stored for ever, with its version: <c>job.published.v1</c>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>
/// Marks an event's property as personal data of the event's subject (a helper, a member of an employer),
/// so that the codec can seal it under a key of that person.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalAttribute : Attribute;
