namespace LaborMarketplace.Cli.Simulate;

/// <summary>Chance that can be played again: the same seed, question and things asked about give the same answer, in any order of asking.</summary>
internal sealed class Dice(int seed)
{
    /// <summary>A number from 0 to below 1.</summary>
    /// <param name="question">What is decided.</param>
    /// <param name="about">The numbers of the people and things that it is decided for.</param>
    public double Roll(string question, params ReadOnlySpan<int> about)
    {
        var hash = Mix((ulong)seed + 0x9E3779B97F4A7C15);
        foreach (var letter in question)
        {
            hash = Mix(hash ^ letter);
        }

        foreach (var number in about)
        {
            hash = Mix(hash ^ (uint)number);
        }

        return (hash >> 11) / (double)(1UL << 53);
    }

    /// <summary>Whether something of this likelihood happens.</summary>
    public bool Happens(double likelihood, string question, params ReadOnlySpan<int> about) => Roll(question, about) < likelihood;

    /// <summary>A whole number from the least to the most, both included.</summary>
    public int Between(int least, int most, string question, params ReadOnlySpan<int> about) =>
        least + (int)(Roll(question, about) * (most - least + 1));

    public T Pick<T>(IReadOnlyList<T> from, string question, params ReadOnlySpan<int> about) =>
        from[(int)(Roll(question, about) * from.Count)];

    /// <summary>The finalizer of SplitMix64 (Steele, Lea and Flood, 2014).</summary>
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
