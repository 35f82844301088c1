using System.Diagnostics;
using LaborMarketplace.Domain;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands;

/// <summary>Executes commands: load, decide, append, and decide again when somebody else was faster. Thread-safe.</summary>
/// <remarks>
/// A stream that is in memory costs one round trip, the append. A refusal, or a finding that nothing changes, is never given on a
/// remembered state alone: what has happened since is asked for first. With a state goes what is known of its commands, so a command that
/// is in the stream already is seen before it is decided again, or else its append meets a conflict (docs/adr/0002).
/// </remarks>
public sealed class CommandExecutor(IEventStore store, EventCodec codec, TimeProvider time, CommandSettings settings)
{
    /// <summary>How often a command is decided again after a conflict before it is refused as contended.</summary>
    public const int Retries = 3;

    /// <summary>The name of the source of this room's W3C traces.</summary>
    public const string TraceSource = "LaborMarketplace.Commands";

    internal static readonly ActivitySource Traces = new(TraceSource);

    private readonly StreamStates _states = new(store, codec, settings.CachedStreams);
    private readonly StreamTurns _turns = new();
    private readonly FirstAnswers _firstAnswers = new(store, codec);

    /// <summary>Executes a command that needs nothing from elsewhere.</summary>
    /// <exception cref="EventStoreUnavailableException">The store cannot be reached; the same command may be sent again.</exception>
    public Task<CommandResult> Execute<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> decider, StreamName stream, TCommand command, CommandContext context, CancellationToken cancellation)
        where TCommand : notnull
        where TEvent : class =>
        Execute(decider, stream, (_, _) => ValueTask.FromResult<Ruling<TCommand>>(command), context, cancellation);

    /// <summary>Executes the command that <paramref name="rule"/> makes of the stream's state, with facts of other streams, or denies.</summary>
    /// <param name="rule">Called again with the later state after a conflict. It must not execute commands on the same stream.</param>
    /// <exception cref="EventStoreUnavailableException">The store cannot be reached; the same command may be sent again.</exception>
    public Task<CommandResult> Execute<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> decider, StreamName stream, Func<TState, CancellationToken, ValueTask<Ruling<TCommand>>> rule,
        CommandContext context, CancellationToken cancellation)
        where TCommand : notnull
        where TEvent : class =>
        InTurn(new Request<TState, TCommand, TEvent>(decider, stream, rule, context, IsNew: false), cancellation);

    /// <summary>
    /// Executes a command that makes a stream: that there are no events yet is taken for granted until the append, or a refusal, finds out.
    /// </summary>
    /// <exception cref="EventStoreUnavailableException">The store cannot be reached; the same command may be sent again.</exception>
    public Task<CommandResult> Create<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> decider, StreamName stream, Func<TState, CancellationToken, ValueTask<Ruling<TCommand>>> rule,
        CommandContext context, CancellationToken cancellation)
        where TCommand : notnull
        where TEvent : class =>
        InTurn(new Request<TState, TCommand, TEvent>(decider, stream, rule, context, IsNew: true), cancellation);

    /// <summary>The state of a stream as it is now.</summary>
    /// <exception cref="EventStoreUnavailableException">The store cannot be reached.</exception>
    public Task<Loaded<TState>> Load<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> decider, StreamName stream, CancellationToken cancellation)
        where TCommand : notnull
        where TEvent : class =>
        _states.Latest(decider, stream, cancellation);

    private async Task<CommandResult> InTurn<TState, TCommand, TEvent>(Request<TState, TCommand, TEvent> request, CancellationToken cancellation)
        where TCommand : notnull
        where TEvent : class
    {
        using var trace = Traces.StartActivity($"execute {request.Decider.Category} command");
        using var turn = await _turns.Take(request.Stream, cancellation);
        var result = await Execute(request, cancellation);
        trace?.SetTag("marketplace.stream", request.Stream.Value).SetTag("marketplace.result", result.GetType().Name);
        return result;
    }

    private async Task<CommandResult> Execute<TState, TCommand, TEvent>(Request<TState, TCommand, TEvent> request, CancellationToken cancellation)
        where TCommand : notnull
        where TEvent : class
    {
        var context = request.Context;
        var remembered = request.IsNew ? StreamStates.BeforeAll(request.Decider) : _states.Remembered<TState>(request.Stream);
        for (var conflicts = 0; ;)
        {
            var loaded = remembered ?? await _states.Latest(request.Decider, request.Stream, cancellation);
            var (isLatest, now) = (remembered is null, time.GetUtcNow());
            remembered = null;
            if (loaded.Commands.Contains(context.CommandId))
            {
                return await _firstAnswers.Find(request.Stream, context, cancellation);
            }

            if (conflicts > Retries)
            {
                return new CommandResult.Refused(Contended);
            }

            if (context.IfMatch is { } seen && seen != loaded.Revision)
            {
                if (isLatest)
                {
                    return new CommandResult.Outdated(loaded.Revision);
                }

                continue;
            }

            var decision = await Decide(request, loaded.State, now, cancellation);
            if (decision is not Decision<TEvent>.Accepted accepted)
            {
                if (isLatest)
                {
                    return AnswerWithoutEvents(request.Stream, decision, loaded);
                }

                continue;
            }

            if (await Append(request, loaded, accepted.Events, now, cancellation) is { } result)
            {
                return result;
            }

            conflicts++;
        }
    }

    private static async Task<Decision<TEvent>> Decide<TState, TCommand, TEvent>(
        Request<TState, TCommand, TEvent> request, TState state, DateTimeOffset now, CancellationToken cancellation)
        where TCommand : notnull
        where TEvent : class => await request.Rule(state, cancellation) switch
        {
            Ruling<TCommand>.Granted granted => request.Decider.Decide(state, granted.Value, now),
            Ruling<TCommand>.Denied denied => new Decision<TEvent>.Refused(denied.Refusal),
            var other => throw new UnreachableException($"{other} is no ruling."),
        };

    /// <returns>Null after a conflict: what has come may be this very command, or else it is decided again.</returns>
    private async Task<CommandResult?> Append<TState, TCommand, TEvent>(
        Request<TState, TCommand, TEvent> request, Loaded<TState> loaded, ValueList<TEvent> events, DateTimeOffset now, CancellationToken cancellation)
        where TCommand : notnull
        where TEvent : class
    {
        var (stream, context) = (request.Stream, request.Context);
        var metadata = new EventMetadata(
            context.CommandId, context.Request, context.CorrelationId, context.CausationId, context.Actor.ToString()!, settings.Home.Value, now);

        // New ids for each decision: were they the command's, a repeat that decided otherwise could pass for the first.
        var data = events.Select(happened => codec.Encode(happened, Guid.CreateVersion7(now), metadata)).ToArray();
        if (await store.Append(stream, ExpectedRevision.Exactly(loaded.Revision), data, cancellation) is not AppendResult.Appended appended)
        {
            return null;
        }

        loaded.Commands.Add(metadata);
        _states.Keep(stream, loaded with
        {
            State = events.Aggregate(loaded.State, request.Decider.Evolve),
            Revision = appended.Revision,
            Position = appended.Position,
        });
        return new CommandResult.Done(stream, appended.Revision, appended.Position);
    }

    private static CommandResult AnswerWithoutEvents<TState, TEvent>(StreamName stream, Decision<TEvent> decision, Loaded<TState> loaded)
        where TEvent : class => decision is Decision<TEvent>.Refused refused
            ? new CommandResult.Refused(refused.Refusal)
            : new CommandResult.Done(stream, loaded.Revision, loaded.Position);

    /// <summary>The command met a conflict each time it was tried. Sent again, it may go through.</summary>
    public static Refusal Contended { get; } = new(
        RefusalKind.Conflict, "command.contended", "Others are changing this at the same moment; send the command again.", []);

    /// <summary>What is asked of which stream, by whom.</summary>
    private sealed record Request<TState, TCommand, TEvent>(
        Decider<TState, TCommand, TEvent> Decider,
        StreamName Stream,
        Func<TState, CancellationToken, ValueTask<Ruling<TCommand>>> Rule,
        CommandContext Context,
        bool IsNew)
        where TCommand : notnull
        where TEvent : class;
}
