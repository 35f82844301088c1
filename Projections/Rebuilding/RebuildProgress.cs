using System.Collections.Immutable;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Projections.Rebuilding;

/// <summary>What a rebuild is at.</summary>
public enum RebuildStage
{
    /// <summary>It reads the log, folds and writes.</summary>
    Reading,

    /// <summary>It makes the indexes.</summary>
    Indexing,

    /// <summary>It follows the log until it is level with what serves.</summary>
    CatchingUp,

    /// <summary>All builds follow the log beside those that serve, or have halted.</summary>
    Finished,
}

/// <summary>How far a rebuild has come.</summary>
/// <param name="Builds">The builds that it makes, by their storage names.</param>
/// <param name="Events">How many events of the log were read since it began or was taken up again.</param>
/// <param name="Position">How far the log has been read.</param>
/// <param name="Until">Where the log ended when it began.</param>
/// <param name="EventsPerSecond">On average.</param>
/// <param name="Left">
/// How long it will take to read the rest, as far as can be told from what it took; null where that cannot be told, and after reading.
/// </param>
/// <param name="Halts">The builds that halted, with the reason in words.</param>
public sealed record RebuildProgress(
    IReadOnlyList<string> Builds, RebuildStage Stage, long Events, LogPosition Position, LogPosition Until,
    double EventsPerSecond, TimeSpan? Left, IReadOnlyDictionary<string, string> Halts)
{
    /// <summary>
    /// From 0 to 1: how much of the log has been read. Positions say where events are, not how many there are. Null while indexes are made and
    /// while it comes level: how much of that is done, nobody can tell. 1 at the end.
    /// </summary>
    public double? Done { get; init; }

    /// <summary>The builds that serve now, where that was asked for.</summary>
    public IReadOnlyList<string> Serving { get; init; } = [];

    /// <summary>The builds that are complete and were to serve, and cannot, with the reason in words.</summary>
    public IReadOnlyDictionary<string, string> NotSwitched { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>What a person has to put right, a sentence for each build that halted or cannot serve.</summary>
    public IEnumerable<string> Faults => [.. Halts.Select(halt => $"{halt.Key} {halt.Value}"), .. NotSwitched.Values];
}

/// <summary>A read model cannot be rebuilt or switched as things stand; the message says why.</summary>
public sealed class RebuildException : Exception
{
    /// <summary>The error by which the database refuses a rebuild while another of the same model is at work.</summary>
    internal const string AtWork = "RM002";

    public RebuildException(string message) : base(message) { }

    public RebuildException() { }

    public RebuildException(string message, Exception innerException) : base(message, innerException) { }
}
