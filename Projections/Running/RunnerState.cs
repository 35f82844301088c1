namespace LaborMarketplace.Projections.Running;

/// <summary>Whether this process's runner is able to work. Thread-safe.</summary>
public sealed class RunnerState
{
    /// <summary>What the last attempt failed of; null when it did not fail.</summary>
    public string? Fault { get; private set; }

    internal void Succeeded() => Fault = null;

    internal void Failed(Exception exception) => Fault = exception.Message;
}
