using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Projections.Telling;

/// <summary>An event that a version of a read model passes over, and who said so, as the command and the Read API tell it.</summary>
/// <param name="Fault">Why the read model halted there.</param>
/// <param name="Reason">Why it was passed over.</param>
/// <param name="By">Who did it.</param>
/// <param name="At">When (UTC).</param>
public sealed record ToldSkip(
    string Name, int Version, long Position, string Stream, long Revision, string Type, string Fault, string Reason, string By, DateTime At)
{
    public static ToldSkip Of(SkippedEvent skip) => new(
        skip.Name, skip.Version, skip.Position.Value, skip.Stream.Value, skip.Revision, skip.Type, skip.Fault, skip.Reason, skip.By, skip.At);
}
