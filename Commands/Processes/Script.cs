using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Calendars;
using LaborMarketplace.Domain.EmailReservations;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands.Processes;

/// <summary>One run of a process on one event. Its steps are commands whose ids follow from the event, the process and the step.</summary>
/// <remarks>
/// Each step answers null when it is done, and the refusal when it is not. A step's name is stable, and unique in the script together with
/// the stream.
/// </remarks>
public sealed class Script(string process, DecodedEvent cause, CommandExecutor executor, Deciders deciders)
{
    public object Event => cause.Event;

    /// <summary>The stream of the event that is answered.</summary>
    public StreamName Stream => cause.Source.Stream;

    /// <summary>The id in that stream's name; streams of e-mail addresses, which have none, start no scripts.</summary>
    public Guid StreamId => Guid.Parse(Stream.Id);

    public Task<Refusal?> Helper(string step, HelperId helper, HelperCommand command, CancellationToken cancellation) =>
        Do(step, deciders.Helper, Streams.Of(helper), command, cancellation);

    public Task<Refusal?> Email(string step, string addressKey, EmailReservationCommand command, CancellationToken cancellation) =>
        Do(step, deciders.Email, Streams.OfEmail(addressKey), command, cancellation);

    public Task<Refusal?> Calendar(string step, HelperId helper, CalendarCommand command, CancellationToken cancellation) =>
        Do(step, deciders.Calendar, Streams.CalendarOf(helper), command, cancellation);

    public Task<Refusal?> Job(string step, JobId job, JobCommand command, CancellationToken cancellation) =>
        Do(step, deciders.Job, Streams.Of(job), command, cancellation);

    public Task<Refusal?> Application(string step, ApplicationId application, ApplicationCommand command, CancellationToken cancellation) =>
        Do(step, deciders.Application, Streams.Of(application), command, cancellation);

    public Task<Refusal?> Assignment(string step, AssignmentId assignment, AssignmentCommand command, CancellationToken cancellation) =>
        Do(step, deciders.Assignment, Streams.Of(assignment), command, cancellation);

    private async Task<Refusal?> Do<TState, TCommand, TEvent>(
        string step, Decider<TState, TCommand, TEvent> decider, StreamName stream, TCommand command, CancellationToken cancellation)
        where TCommand : notnull
        where TEvent : class
    {
        var context = new CommandContext(
            DerivedId.Of($"process/{process}/{step}/{stream}", cause.Source.Id), Request: null, new Actor.Process(process),
            cause.Metadata.CorrelationId, cause.Source.Id);
        return await executor.Execute(decider, stream, command, context, cancellation) switch
        {
            CommandResult.Done => null,
            CommandResult.Refused refused when refused.Refusal != CommandExecutor.Contended => refused.Refusal,
            var other => throw new ScriptInterruptedException($"Step {step} of {process} on {stream}: {other}"),
        };
    }
}

/// <summary>A step could not be decided for now; the script runs again.</summary>
public sealed class ScriptInterruptedException : Exception
{
    public ScriptInterruptedException(string message) : base(message) { }

    public ScriptInterruptedException() { }

    public ScriptInterruptedException(string message, Exception innerException) : base(message, innerException) { }
}
