namespace LaborMarketplace.Cli.Embedded;

/// <summary>The marketplace cannot start here. The message is one sentence for the person who started it: what is wrong and what to do.</summary>
public sealed class CannotStartException : Exception
{
    public CannotStartException(string message) : base(message) { }

    public CannotStartException() { }

    public CannotStartException(string message, Exception innerException) : base(message, innerException) { }
}
