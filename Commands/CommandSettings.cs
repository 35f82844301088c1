using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands;

/// <summary>What the commands room is told by configuration.</summary>
/// <param name="Policy">The numbers that the rules use.</param>
/// <param name="Home">The region whose store takes the events.</param>
/// <param name="Secret">
/// At least 32 bytes, the same for all processes and for ever: e-mail reservations, contact codes and supervisors' codes are keyed with it.
/// </param>
/// <param name="CachedStreams">How many streams' states are kept in memory at most.</param>
public sealed record CommandSettings(Policy Policy, Region Home, ReadOnlyMemory<byte> Secret, int CachedStreams = 20_000);
