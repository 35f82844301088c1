using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.ReadApi.Models;

/// <summary>A body that says nothing more than the address does.</summary>
internal sealed record Nothing;

/// <param name="Switch">Whether the new build is to serve as soon as it is level.</param>
internal sealed record RebuildOrder(bool? Switch);

/// <param name="Sample">1 compares every document; N about one in N, others each time.</param>
internal sealed record VerifyOrder(int? Sample);

/// <param name="AsItStands">Whether a build that is behind, and that nothing brings level, is to serve all the same.</param>
internal sealed record RollbackOrder(bool? AsItStands);

/// <param name="Build">Only this one; all that do not serve unless given.</param>
internal sealed record DropOrder(string? Build);

/// <param name="Position">Of the event that the read model halts at.</param>
/// <param name="Reason">Why it is passed over.</param>
internal sealed record SkipOrder(long Position, Reason Reason);
