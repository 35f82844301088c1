using LaborMarketplace.Domain;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands;

/// <summary>Executes commands: load, decide, append, and again when somebody else was faster. Thread-safe.</summary>
public sealed class CommandExecutor
{
    /// <summary>Executes a command that needs nothing from elsewhere.</summary>
    /// <exception cref="EventStoreUnavailableException">The store cannot be reached; the same command may be sent again.</exception>
    public Task<CommandResult> Execute<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> decider, StreamName stream, TCommand command, CommandContext context, CancellationToken cancellation)
        where TEvent : class =>
        Execute(decider, stream, (_, _) => ValueTask.FromResult(Ruling.Grant(command)), context, cancellation);

    /// <summary>Executes the command that <paramref name="rule"/> makes of the stream's state, with facts of other streams, or denies.</summary>
    /// <exception cref="EventStoreUnavailableException">The store cannot be reached; the same command may be sent again.</exception>
    public Task<CommandResult> Execute<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> decider, StreamName stream, Func<TState, CancellationToken, ValueTask<Ruling<TCommand>>> rule,
        CommandContext context, CancellationToken cancellation)
        where TEvent : class =>
        throw new NotImplementedException();

    /// <summary>The state of a stream as it is now.</summary>
    /// <exception cref="EventStoreUnavailableException">The store cannot be reached.</exception>
    public Task<Loaded<TState>> Load<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> decider, StreamName stream, CancellationToken cancellation)
        where TEvent : class =>
        throw new NotImplementedException();
}
