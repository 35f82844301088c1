using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Calendars;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Processes;

/// <summary>
/// A cancelled job cancels its assignments. An assignment that is cancelled, or that nobody came to, gives back the helper's time and the
/// job's position.
/// </summary>
public sealed class CancellationProcess(Facts facts, IProcessStore memory) : IProcess
{
    public string Name => "cancellation";

    public bool Answers(object happened) => happened is JobEvent.Cancelled or AssignmentEvent.Cancelled or AssignmentEvent.NoShowReported;

    public Task Run(Script script, CancellationToken cancellation) => script.Event is JobEvent.Cancelled cancelled
        ? CancelAssignments(script, new JobId(script.StreamId), cancelled.Reason, cancellation)
        : GiveBack(script, new AssignmentId(script.StreamId), cancellation);

    private async Task CancelAssignments(Script script, JobId job, Reason reason, CancellationToken cancellation)
    {
        foreach (var link in await memory.OpenOf(job, LinkKind.Assignment, cancellation))
        {
            await script.Assignment("cancel", new AssignmentId(link.Id), new AssignmentCommand.Cancel(Side.Employer, reason), cancellation);
        }
    }

    /// <remarks>Before the hire is confirmed, it is the hire process's to give back what it took.</remarks>
    private async Task GiveBack(Script script, AssignmentId assignment, CancellationToken cancellation)
    {
        if (await facts.Assignment(assignment, cancellation) is not AssignmentState.Existing { Facts: var agreed }
            || await facts.Application(agreed.Application, cancellation) is not ApplicationState.Hired hired
            || hired.Assignment != assignment)
        {
            return;
        }

        var reason = new Reason(script.Event is AssignmentEvent.Cancelled ? "The assignment was cancelled." : "Nobody came.");
        await script.Calendar("release-slot", agreed.Helper, new CalendarCommand.ReleaseSlot(agreed.Application, reason), cancellation);
        await script.Job("release-position", agreed.Job, new JobCommand.ReleasePosition(agreed.Application, reason), cancellation);
    }
}
