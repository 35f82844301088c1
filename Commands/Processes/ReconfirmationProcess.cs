using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Jobs;

namespace LaborMarketplace.Commands.Processes;

/// <summary>A late edit of a job asks each hired helper to confirm again.</summary>
public sealed class ReconfirmationProcess(Facts facts) : IProcess
{
    public string Name => "reconfirmation";

    public bool Answers(object happened) => happened is JobEvent.ReconfirmationAsked;

    public async Task Run(Script script, CancellationToken cancellation)
    {
        foreach (var application in ((JobEvent.ReconfirmationAsked)script.Event).Applications)
        {
            if (await facts.Application(application, cancellation) is ApplicationState.Hired hired)
            {
                await script.Assignment("ask", hired.Assignment, new AssignmentCommand.AskConfirmation(), cancellation);
            }
        }
    }
}
