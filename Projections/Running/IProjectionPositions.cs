using LaborMarketplace.EventStore;

namespace LaborMarketplace.Projections.Running;

/// <summary>How far the read models have come, as this process has heard. Thread-safe.</summary>
public interface IProjectionPositions
{
    /// <summary>
    /// Whether commits are heard at once. While they are not (the database cannot be reached), a copy of a document may be old.
    /// </summary>
    bool Following { get; }

    /// <summary>Every event up to here is in the documents that readers see; <see cref="LogPosition.Start"/> when it is not known.</summary>
    LogPosition Of(string projection);

    /// <summary>Waits, without polling, until the projection has come to a position.</summary>
    /// <returns>Whether it came there within the time.</returns>
    Task<bool> WaitFor(string projection, LogPosition atLeast, TimeSpan within, CancellationToken cancellation);

    /// <summary>Calls back on every change of documents, before the position that includes it is told.</summary>
    void OnChange(Action<DocumentChange> changed);
}

/// <param name="Projection">The read model.</param>
/// <param name="Documents">The ids of the documents that changed; null when it may be any.</param>
public sealed record DocumentChange(string Projection, IReadOnlyList<Guid>? Documents);
