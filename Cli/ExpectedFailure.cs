namespace LaborMarketplace.Cli;

/// <summary>Something went wrong that a person can put right; its message is the one sentence that they are shown.</summary>
public sealed class ExpectedFailure : Exception
{
    public ExpectedFailure(string sentence) : base(sentence) { }

    public ExpectedFailure(string sentence, Exception cause) : base(sentence, cause) { }

    public ExpectedFailure() { }
}
