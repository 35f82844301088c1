namespace LaborMarketplace.Commands.Processes;

/// <summary>Chooses, among all processes of the marketplace that could, the one that runs the scripts and deadlines.</summary>
public interface ILeadership
{
    /// <summary>Waits until this process leads.</summary>
    Task<ILead> Take(CancellationToken cancellation);
}

/// <summary>The lead, as long as it is held; disposing of it gives it up.</summary>
public interface ILead : IAsyncDisposable
{
    /// <summary>Cancelled when the lead is lost.</summary>
    CancellationToken Lost { get; }
}
