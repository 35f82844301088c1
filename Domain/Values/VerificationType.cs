namespace LaborMarketplace.Domain.Values;

/// <summary>What is verified of a helper.</summary>
public enum VerificationType
{
    Identity,
    Background,
    Document,
    Reference,
}
