namespace LaborMarketplace.Commands.Processes;

/// <summary>
/// Answers events with a script of commands on other streams. A script that is interrupted runs again from the top: it holds no progress
/// and no facts of its own, and the steps that were done have no second effect.
/// </summary>
public interface IProcess
{
    /// <summary>Stable: command ids derive from it.</summary>
    string Name { get; }

    /// <summary>Whether the event starts a script.</summary>
    bool Answers(object happened);

    /// <summary>Runs the script. An exception interrupts it, and it runs again.</summary>
    Task Run(Script script, CancellationToken cancellation);
}
