using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Jobs;

namespace LaborMarketplace.Commands.Processes;

/// <summary>
/// A late edit of a job asks each hired helper to confirm again; one that moves the work proposes the new time to them, for the employer.
/// </summary>
/// <remarks>The assignment keeps its time until the helper proposes the same, and a helper whose work has begun is asked nothing.</remarks>
public sealed class ReconfirmationProcess(Facts facts) : IProcess
{
    public string Name => "reconfirmation";

    public bool Answers(object happened) => happened is JobEvent.ReconfirmationAsked or JobEvent.MoveAsked;

    public Task Run(Script script, CancellationToken cancellation) => script.Event is JobEvent.MoveAsked moved
        ? Ask(script, "move", moved.Applications, new AssignmentCommand.Reschedule(Side.Employer, moved.When), cancellation)
        : Ask(script, "ask", ((JobEvent.ReconfirmationAsked)script.Event).Applications, new AssignmentCommand.AskConfirmation(), cancellation);

    private async Task Ask(
        Script script, string step, ValueList<ApplicationId> applications, AssignmentCommand command, CancellationToken cancellation)
    {
        foreach (var application in applications)
        {
            if (await facts.Application(application, cancellation) is ApplicationState.Hired hired)
            {
                await script.Assignment(step, hired.Assignment, command, cancellation);
            }
        }
    }
}
