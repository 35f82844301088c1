namespace LaborMarketplace.Cli;

/// <summary>A person stopped the work; its message tells them what is left of it.</summary>
public sealed class Interruption : OperationCanceledException
{
    public Interruption(string sentences, Exception cause) : base(sentences, cause) { }

    public Interruption(string sentences) : base(sentences) { }

    public Interruption() { }
}
