using LaborMarketplace.Commands.Processes;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Calendars;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Commands.Deadlines;

/// <summary>Sends the commands of deadlines that are due by the marketplace's clock. One whose command is refused, or changes nothing, is done.</summary>
/// <remarks>
/// Before it sends, the processes catch up with what the log held when it looked: an offer that was accepted in time is not undone because
/// its hire had to wait.
/// </remarks>
public sealed class DeadlineWorker(
    IProcessStore memory, IEventStore store, ProcessRunner runner, CommandExecutor executor, Deciders deciders, TimeProvider time, DeadlineAlarm alarm)
{
    private const int PageSize = 200;
    private const int AtOnce = 16;

    /// <summary>Runs until it is cancelled.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        while (true)
        {
            var bell = alarm.Bell;
            if (await memory.CountDue(time.GetUtcNow(), cancellation) > 0)
            {
                await runner.Reach(await store.End(cancellation), cancellation);
                await SendDue(cancellation);
            }

            await DeadlineAlarm.Wait(bell, cancellation);
        }
    }

    /// <summary>Sends all that is due now.</summary>
    public async Task SendDue(CancellationToken cancellation)
    {
        while (await memory.Due(time.GetUtcNow(), PageSize, cancellation) is { Count: > 0 } due)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
            await Parallel.ForEachAsync(due, options, async (deadline, stop) => await Send(deadline, stop));
            await memory.Settle(due, cancellation);
        }
    }

    private Task<CommandResult> Send(Deadline deadline, CancellationToken cancellation) => deadline.Kind switch
    {
        DeadlineKind.OfferExpiry => Send(
            deadline, deciders.Application, new ApplicationCommand.ExpireOffer(new OfferId(deadline.Subject)), cancellation),
        DeadlineKind.HoldLapse => Send(
            deadline, deciders.Calendar, new CalendarCommand.LapseHold(new ApplicationId(deadline.Subject)), cancellation),
        DeadlineKind.ReservationLapse => Send(
            deadline, deciders.Job, new JobCommand.LapseReservation(new ApplicationId(deadline.Subject)), cancellation),
        DeadlineKind.JobExpiry => Send(deadline, deciders.Job, new JobCommand.Expire(), cancellation),
        DeadlineKind.JobClosing => Send(deadline, deciders.Job, new JobCommand.CloseAfterWork(), cancellation),
        DeadlineKind.HoursApproval => Send(deadline, deciders.Assignment, new AssignmentCommand.ApproveUntouchedHours(), cancellation),
        DeadlineKind.AssignmentClosing => Send(deadline, deciders.Assignment, new AssignmentCommand.Close(), cancellation),
        _ => throw new InvalidOperationException($"Nothing is known to do at {deadline}."),
    };

    private async Task<CommandResult> Send<TState, TCommand, TEvent>(
        Deadline deadline, Decider<TState, TCommand, TEvent> decider, TCommand command, CancellationToken cancellation)
        where TCommand : notnull
        where TEvent : class
    {
        var id = DerivedId.Of($"deadline/{deadline.Kind}/{deadline.Stream}/{deadline.Due.UtcTicks}", deadline.Subject);
        var context = new CommandContext(id, Request: null, new Actor.Process("deadlines"), CorrelationId: deadline.Cause, deadline.Cause);
        var result = await executor.Execute(decider, deadline.Stream, command, context, cancellation);
        return result is CommandResult.Refused { Refusal: var refusal } && refusal == CommandExecutor.Contended
            ? throw new ScriptInterruptedException($"The command of {deadline} was contended.")
            : result;
    }
}
