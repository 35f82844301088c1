using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Jobs;

namespace LaborMarketplace.Commands.Processes;

/// <summary>Tells a job of its first application: from then on, its pay does not fall.</summary>
public sealed class FirstApplicationProcess(Facts facts) : IProcess
{
    public string Name => "first-application";

    public bool Answers(object happened) => happened is ApplicationEvent.Submitted;

    public async Task Run(Script script, CancellationToken cancellation)
    {
        var submitted = (ApplicationEvent.Submitted)script.Event;
        if (await facts.Job(submitted.Job, cancellation) is JobState.Published { Posting.HasApplications: false })
        {
            await script.Job("note", submitted.Job, new JobCommand.NoteApplication(submitted.Application), cancellation);
        }
    }
}
