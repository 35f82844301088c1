using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Projections.Running;

/// <summary>Some builds could not be written, and those that were to be written with them were.</summary>
/// <param name="builds">Those that could not.</param>
/// <param name="first">What the first failed of.</param>
internal sealed class BuildsFailedException(IReadOnlyList<Held> builds, Exception first) : Exception(first.Message, first)
{
    public IReadOnlyList<Held> Builds => builds;
}
