using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Calendars;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Processes;

/// <summary>
/// Work that both sides have moved takes its time in the helper's calendar along. Where other work has taken that time meanwhile, the
/// assignment cannot be kept and is cancelled by the marketplace.
/// </summary>
public sealed class RescheduleProcess(Facts facts) : IProcess
{
    public string Name => "reschedule";

    public bool Answers(object happened) => happened is AssignmentEvent.Rescheduled;

    public async Task Run(Script script, CancellationToken cancellation)
    {
        var moved = (AssignmentEvent.Rescheduled)script.Event;
        var assignment = new AssignmentId(script.StreamId);
        if (await facts.Assignment(assignment, cancellation) is AssignmentState.Existing { Facts: var agreed }
            && await script.Calendar("move", agreed.Helper, new CalendarCommand.MoveSlot(agreed.Application, moved.When), cancellation) is { } refusal)
        {
            var reason = new Reason($"The work was moved to a time that the helper does not have: {refusal.Sentence}");
            await script.Assignment("cancel", assignment, new AssignmentCommand.Cancel(Side.Marketplace, reason), cancellation);
        }
    }
}
