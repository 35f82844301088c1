namespace LaborMarketplace.Projections.Definition;

/// <summary>What a projection keeps: one document of a read model, stored and served as JSON.</summary>
/// <remarks>
/// A property named <c>Hidden</c> holds what later events need and nobody may see yet, like a rating before it is revealed:
/// it is stored and never served.
/// </remarks>
public interface IDocument
{
    Guid Id { get; }
}
