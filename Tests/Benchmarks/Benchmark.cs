namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>Something that is measured, and shown in a table of its own.</summary>
internal abstract class Benchmark
{
    public abstract string Name { get; }

    /// <summary>What the figures say, in a sentence or two.</summary>
    public abstract string About { get; }

    /// <param name="machine">The PostgreSQL to use.</param>
    /// <param name="rounds">How often contenders work in turn, where there are some.</param>
    public abstract Task<Table> Run(Machine machine, int rounds);
}

/// <param name="How">How often, for how long, on what.</param>
/// <param name="Columns">Their names; the first is of what is measured.</param>
internal sealed record Table(string How, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
