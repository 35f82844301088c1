using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Processes;

/// <summary>
/// When a job is filled or has ended, the applications that are left come to their end. One that arrives too late, or comes back from a
/// failed hire, finds the same end.
/// </summary>
public sealed class JobEndProcess(Facts facts, IProcessStore memory) : IProcess
{
    private const int AtOnce = 8;

    public string Name => "job-end";

    public bool Answers(object happened) => happened is
        JobEvent.Filled or JobEvent.Closed or JobEvent.Cancelled or JobEvent.Expired
        or ApplicationEvent.Submitted or ApplicationEvent.Invited or ApplicationEvent.HireFailed;

    public Task Run(Script script, CancellationToken cancellation) => script.Event is JobEvent
        ? EndAll(script, new JobId(script.StreamId), cancellation)
        : EndLate(script, new ApplicationId(script.StreamId), cancellation);

    private async Task EndAll(Script script, JobId job, CancellationToken cancellation)
    {
        var state = await facts.Job(job, cancellation);
        var left = await memory.OpenOf(job, LinkKind.Application, cancellation);
        await Parallel.ForEachAsync(
            left,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (link, stop) => await End(script, link.Application, state, stop));
    }

    private async Task EndLate(Script script, ApplicationId application, CancellationToken cancellation)
    {
        if (await facts.Application(application, cancellation) is ApplicationState.Made made)
        {
            await End(script, application, await facts.Job(made.Facts.Job, cancellation), cancellation);
        }
    }

    private async Task End(Script script, ApplicationId application, JobState job, CancellationToken cancellation)
    {
        switch (job)
        {
            case JobState.Filled:
                await script.Application("close-filled", application, new ApplicationCommand.CloseJobFilled(), cancellation);
                break;
            case JobState.Closed or JobState.Cancelled or JobState.Expired:
                if (await facts.Application(application, cancellation) is ApplicationState.Offered { Offer: var offer })
                {
                    var reason = new Reason("The job has ended.");
                    await script.Application("rescind", application, new ApplicationCommand.RescindOffer(offer.Id, reason), cancellation);
                }

                await script.Application("close-gone", application, new ApplicationCommand.CloseJobGone(), cancellation);
                break;
        }
    }
}
