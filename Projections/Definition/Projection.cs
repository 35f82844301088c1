using System.Collections.Frozen;

namespace LaborMarketplace.Projections.Definition;

/// <summary>A read model's definition: a name, a version, and pure functions from recorded event to changes of its own documents.</summary>
/// <remarks>
/// Immutable. The version is raised with every change of what the documents hold or which events they follow; each version is
/// built in tables of its own, beside those that serve. An event that is not declared is passed over;
/// one that is declared and cannot be read or folded halts the projection.
/// </remarks>
public sealed class Projection
{
    private readonly FrozenDictionary<Type, Change> _changes;
    private readonly FrozenSet<Type> _followed;

    internal Projection(string name, int version, Type document, IEnumerable<Change> changes, IReadOnlyList<DocumentIndex> indexes)
    {
        (Name, Version, Document, Indexes) = (name, version, document, indexes);
        _changes = changes.ToFrozenDictionary(change => change.Event);
        _followed = _changes.Values.Where(change => change.Route is Route.Following).Select(change => FamilyOf(change.Event)).ToFrozenSet();
        HidesWorkingState = document.GetProperty("Hidden") is not null;
    }

    /// <summary>The read model's name, lower-case words with hyphens: <c>job-board</c>.</summary>
    public string Name { get; }

    public int Version { get; }

    /// <summary>The type of the documents.</summary>
    public Type Document { get; }

    /// <summary>What the lists of this read model are found by.</summary>
    public IReadOnlyList<DocumentIndex> Indexes { get; }

    /// <summary>The types of event that the documents follow from.</summary>
    public IEnumerable<Type> Declared => _changes.Keys;

    /// <summary>The name under which the build that serves is read: <c>job_board</c>.</summary>
    public string View => Name.Replace('-', '_');

    /// <summary>Whether the documents hold something that is never served.</summary>
    public bool HidesWorkingState { get; }

    /// <summary>Whether the documents change by other streams than their own, which are remembered beside them.</summary>
    internal bool FollowsStreams => _followed.Count > 0;

    internal Change? ChangeBy(Type happened) => _changes.GetValueOrDefault(happened);

    /// <summary>Whether the streams of this event's family change another stream's document.</summary>
    internal bool Follows(Type happened) => _followed.Contains(FamilyOf(happened));

    /// <summary>Starts a definition.</summary>
    /// <param name="name">Lower-case words with hyphens; never changed.</param>
    /// <param name="version">From 1.</param>
    public static ProjectionBuilder<TDocument> Of<TDocument>(string name, int version)
        where TDocument : class, IDocument => new(name, version, [], []);

    public override string ToString() => $"{Name} v{Version}";

    /// <summary>The closed family that an event belongs to: the record that it is nested in.</summary>
    private static Type FamilyOf(Type happened) => happened.DeclaringType ?? happened;
}

/// <summary>An index over the documents' JSON, written as PostgreSQL writes an index after <c>on table</c>.</summary>
/// <param name="Name">Unique within the read model.</param>
/// <param name="Definition">For example <c>((data ->> 'employer') collate "C", id)</c>, or <c>using gin ((data -> 'skillCodes'))</c>.</param>
public sealed record DocumentIndex(string Name, string Definition);

/// <summary>How one type of event changes a document.</summary>
/// <param name="Event">The event's type.</param>
/// <param name="Route">How the document is found.</param>
/// <param name="Apply">The document after the event, null to remove it; given null when there is none.</param>
internal sealed record Change(Type Event, Route Route, Func<object?, object, Recorded, object?> Apply);

/// <summary>How the document that an event changes is found.</summary>
internal abstract record Route
{
    private Route() { }

    /// <summary>By the id of the event's stream; or, when the projection follows the stream for another document, by that one's.</summary>
    internal sealed record ByStream : Route;

    /// <summary>By an id that the event carries.</summary>
    internal sealed record ByEvent(Func<object, Guid> Key) : Route;

    /// <summary>By an id that the event carries; from here on, the other events of its stream change that document.</summary>
    internal sealed record Following(Func<object, Guid> Key) : Route;
}
