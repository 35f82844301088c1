namespace LaborMarketplace.Projections.Running;

/// <summary>How long the runner waits, for what, and how much a rebuild takes.</summary>
public sealed record ProjectionOptions
{
    private const long Mebibyte = 1024 * 1024;

    /// <summary>What the runtime found that the machine has, or that its container or its settings allow.</summary>
    private static readonly long MemoryOfProcess = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>The first wait after the log or the database could not be reached; it doubles with every failure.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest such wait.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a build that halted waits before it tries the same event again.</summary>
    public TimeSpan HaltedRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many events are folded together at most when the log has run ahead: each document they change is written once.</summary>
    public int LongestPage { get; init; } = 10_000;

    /// <summary>How often a process says that it lives.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long without saying so it is taken for dead, and others take over what it wrote.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a page may take, from when it is in the log, until the runner counts as stuck: far longer than a statement may take in the database.
    /// </summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// For how long a read model may stand beyond the end of the log, as this process is told it, before the log counts as an older one: longer
    /// than a replica of the log is ever behind.
    /// </summary>
    public TimeSpan AheadOfLog { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The machine's clock, by which the runner is watched.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// How many bytes of events are in memory at once that were read ahead and are not folded yet. Unless given, a 64th of the memory that
    /// the process may use, and at most 16 MiB.
    /// </summary>
    public long ReadAheadBytes { get; init; } = Math.Min(16 * Mebibyte, MemoryOfProcess / 64);

    /// <summary>
    /// When a rebuild writes: when the documents in memory came from this many bytes of JSON. Unless given, a 16th of the memory that the
    /// process may use, and at most 64 MiB.
    /// </summary>
    /// <remarks>
    /// This and <see cref="ReadAheadBytes"/> bound the memory of a rebuild, whatever the number of documents: it holds up to twice as many of
    /// these bytes, all read models that it builds at once taken together, and what one page more, of 1,000 events, changes. Each byte of
    /// JSON takes about three to five in memory.
    /// </remarks>
    public long RebuildBytes { get; init; } = Math.Min(64 * Mebibyte, MemoryOfProcess / 16);

    /// <summary>
    /// How many bytes of JSON come from the documents that are folded in memory at once to prove a read model; one that has more is proved
    /// in parts, with a pass over the log for each. Unless given, an eighth of the memory that the process may use, and at most 128 MiB.
    /// </summary>
    public long ProvedBytes { get; init; } = Math.Min(128 * Mebibyte, MemoryOfProcess / 8);

    /// <summary>Whether a version that has not served yet is rebuilt beside the older one that does, and switched to, at the start.</summary>
    public bool RebuildOnStart { get; init; }

    /// <summary>Is told of each step, before it goes on.</summary>
    public Action<BuildStep> AtStep { get; init; } = _ => { };
}
