namespace LaborMarketplace.Projections.Definition;

/// <summary>Says, event by event, how the documents of a read model come to be. Each call returns a new builder.</summary>
public sealed class ProjectionBuilder<TDocument>
    where TDocument : class, IDocument
{
    private readonly string _name;
    private readonly int _version;
    private readonly Change[] _changes;
    private readonly DocumentIndex[] _indexes;

    internal ProjectionBuilder(string name, int version, Change[] changes, DocumentIndex[] indexes) =>
        (_name, _version, _changes, _indexes) = (name, version, changes, indexes);

    /// <summary>The event makes a document under the id of its stream. There must be none yet.</summary>
    public ProjectionBuilder<TDocument> Creates<TEvent>(Func<TEvent, Recorded, TDocument> create)
        where TEvent : class => With<TEvent>(new Route.ByStream(), (document, happened, recorded) => document is null
            ? create(happened, recorded)
            : throw new FoldException($"The document {document.Id} is made a second time."));

    /// <summary>The event changes the document of its stream, which must be there.</summary>
    public ProjectionBuilder<TDocument> On<TEvent>(Func<TDocument, TEvent, Recorded, TDocument> change)
        where TEvent : class => With<TEvent>(new Route.ByStream(), (document, happened, recorded) =>
            change(Existing(document), happened, recorded));

    /// <summary>The event changes the document of its stream, which must be there; when it was recorded does not matter.</summary>
    public ProjectionBuilder<TDocument> On<TEvent>(Func<TDocument, TEvent, TDocument> change)
        where TEvent : class => On<TEvent>((document, happened, _) => change(document, happened));

    /// <summary>The event changes the document of its stream, if there is one.</summary>
    public ProjectionBuilder<TDocument> OnIfAny<TEvent>(Func<TDocument, TEvent, Recorded, TDocument> change)
        where TEvent : class => With<TEvent>(new Route.ByStream(), (document, happened, recorded) =>
            document is null ? null : change(document, happened, recorded));

    /// <summary>The event changes the document of its stream, or makes it.</summary>
    public ProjectionBuilder<TDocument> CreatesOrChanges<TEvent>(Func<TDocument?, TEvent, Recorded, TDocument> change)
        where TEvent : class => With<TEvent>(new Route.ByStream(), change);

    /// <summary>The event changes the document with the id that it carries, which must be there.</summary>
    public ProjectionBuilder<TDocument> On<TEvent>(Func<TEvent, Guid> key, Func<TDocument, TEvent, Recorded, TDocument> change)
        where TEvent : class => With<TEvent>(new Route.ByEvent(happened => key((TEvent)happened)), (document, happened, recorded) =>
            change(Existing(document), happened, recorded));

    /// <summary>
    /// The first event of another stream names the document: from here on, all declared events of that stream change it too.
    /// So an assignment's rating reaches the helper's reputation though the rating does not name the helper.
    /// </summary>
    public ProjectionBuilder<TDocument> Follows<TEvent>(Func<TEvent, Guid> key, Func<TDocument, TEvent, Recorded, TDocument> change)
        where TEvent : class => With<TEvent>(new Route.Following(happened => key((TEvent)happened)), (document, happened, recorded) =>
            change(Existing(document), happened, recorded));

    /// <summary>The event removes the document of its stream, if it is there.</summary>
    public ProjectionBuilder<TDocument> Removes<TEvent>()
        where TEvent : class => With<TEvent>(new Route.ByStream(), (_, _, _) => null);

    /// <summary>Keeps an index; see <see cref="DocumentIndex"/>.</summary>
    public ProjectionBuilder<TDocument> IndexedBy(string name, string definition) =>
        new(_name, _version, _changes, [.. _indexes, new DocumentIndex(name, definition)]);

    /// <exception cref="ArgumentException">An event is declared twice.</exception>
    public Projection Build() => new(_name, _version, typeof(TDocument), _changes, _indexes);

    public static implicit operator Projection(ProjectionBuilder<TDocument> builder) => builder.Build();

    private ProjectionBuilder<TDocument> With<TEvent>(Route route, Func<TDocument?, TEvent, Recorded, TDocument?> apply)
        where TEvent : class =>
        new(_name, _version, [.. _changes, new Change(typeof(TEvent), route, (document, happened, recorded) =>
            apply((TDocument?)document, (TEvent)happened, recorded))], _indexes);

    private static TDocument Existing(TDocument? document) =>
        document ?? throw new FoldException("There is no document to change: the event that makes it has not come before.");
}

/// <summary>An event cannot be folded into its document.</summary>
public sealed class FoldException : Exception
{
    public FoldException(string message) : base(message) { }

    public FoldException() { }

    public FoldException(string message, Exception innerException) : base(message, innerException) { }
}
