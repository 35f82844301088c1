namespace EventStoreDb.Client;

/// <summary>Which events of the whole log are of interest. The server leaves the others out.</summary>
public sealed record EventFilter
{
    private EventFilter() { }

    /// <summary>All but the system's own events, whose types begin with a dollar sign.</summary>
    public static EventFilter NoSystemEvents { get; } = TypeMatches("^[^$]");

    /// <summary>How many events the server looks at before it looks at anything else; from 1.</summary>
    public int Window { get; init; } = 32;

    /// <summary>A subscription has a checkpoint every window times this many events; from 1.</summary>
    public int CheckpointMultiplier { get; init; } = 32;

    internal bool OnType { get; private init; }

    internal string? Pattern { get; private init; }

    internal IReadOnlyList<string> Prefixes { get; private init; } = [];

    /// <summary>Events whose type begins with one of these.</summary>
    public static EventFilter TypeBegins(params IReadOnlyList<string> prefixes) => new() { OnType = true, Prefixes = Some(prefixes) };

    /// <summary>Events whose type matches a regular expression of .NET.</summary>
    public static EventFilter TypeMatches(string pattern) => new() { OnType = true, Pattern = pattern };

    /// <summary>Events of streams whose name begins with one of these.</summary>
    public static EventFilter StreamBegins(params IReadOnlyList<string> prefixes) => new() { Prefixes = Some(prefixes) };

    /// <summary>Events of streams whose name matches a regular expression of .NET.</summary>
    public static EventFilter StreamMatches(string pattern) => new() { Pattern = pattern };

    private static IReadOnlyList<string> Some(IReadOnlyList<string> prefixes) => prefixes.Count > 0 && prefixes.All(prefix => prefix.Length > 0)
        ? prefixes
        : throw new ArgumentException("A filter by prefixes has one or more, none of them empty.", nameof(prefixes));
}
