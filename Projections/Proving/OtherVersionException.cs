namespace LaborMarketplace.Projections.Proving;

/// <summary>Another version of a projection serves than the one that this program knows.</summary>
public sealed class OtherVersionException : Exception
{
    public OtherVersionException(string message) : base(message) { }

    public OtherVersionException() { }

    public OtherVersionException(string message, Exception innerException) : base(message, innerException) { }
}
