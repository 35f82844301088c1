namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>Contenders that do the same work, measured in turn, so that a busy machine slows all of them alike.</summary>
internal abstract class Benchmark
{
    public abstract string Name { get; }

    /// <summary>What one unit of work is, in the plural: events, requests.</summary>
    public abstract string Unit { get; }

    /// <summary>What the figures say, in a sentence or two.</summary>
    public abstract string About { get; }

    /// <summary>Makes the contenders ready on a running machine. Each is named once.</summary>
    public abstract Task<IReadOnlyList<Contender>> Prepare(Machine machine);
}

/// <param name="Name">What is measured.</param>
/// <param name="Baseline">The contender that this one is divided by; null for a baseline.</param>
/// <param name="Target">The ratio to reach; null where there is none.</param>
/// <param name="Work">Does a round's work and answers how many units it did.</param>
internal sealed record Contender(string Name, string? Baseline, double? Target, Func<Task<int>> Work);
