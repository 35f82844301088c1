using System.Buffers.Binary;

namespace LaborMarketplace.Projections.Proving;

/// <summary>Which documents are compared.</summary>
/// <param name="OneIn">1 compares every document; N about one in N.</param>
/// <param name="All">How many documents there are.</param>
/// <param name="Start">Which of the N: another each time.</param>
internal sealed record Sample(uint OneIn, long All, uint Start)
{
    /// <summary>How many documents are compared at least, if there are as many: a sample of none would prove nothing.</summary>
    private const int Fewest = 20;

    /// <summary>About one document in so many, others each time; more, where that would be too few.</summary>
    public static Sample Of(int oneIn, long all) => new((uint)Math.Clamp(oneIn, 1, Math.Max(1, all / Fewest)), all, (uint)Random.Shared.Next());

    /// <summary>Every document.</summary>
    public static Sample Whole(long all) => new(1, all, 0);

    /// <summary>Whether a document is among them.</summary>
    public bool Has(Guid id) => NumberOf(id) % OneIn == 0;

    /// <summary>Divides them into parts that can be folded one after the other, where all at once would take too much memory.</summary>
    /// <param name="bytes">How large they are together.</param>
    /// <param name="most">How large a part may be, about; a document that is larger is a part all the same.</param>
    public IReadOnlyList<Func<Guid, bool>> Parts(long bytes, long most)
    {
        var count = (uint)Math.Min(1 + bytes / Math.Max(1, most), ushort.MaxValue);
        return [.. Enumerable.Range(0, (int)count).Select(part => (Func<Guid, bool>)(id => Has(id) && NumberOf(id) / OneIn % count == part))];
    }

    /// <summary>The last bytes of an id are random, or a hash.</summary>
    private uint NumberOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return unchecked(BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) + Start);
    }
}
