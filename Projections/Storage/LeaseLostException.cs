namespace LaborMarketplace.Projections.Storage;

/// <summary>Another process writes a build now, or it was paused or dropped. Nothing was written.</summary>
internal sealed class LeaseLostException : Exception
{
    public LeaseLostException(string message, Exception innerException) : base(message, innerException) { }

    public LeaseLostException(string message) : base(message) { }

    public LeaseLostException() { }
}
