using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands.Processes;

/// <summary>An application that ends without a hire gives back the position that was kept for it.</summary>
public sealed class OfferEndProcess(Facts facts) : IProcess
{
    public string Name => "offer-end";

    public bool Answers(object happened) => LinkChange.EndsApplication(happened);

    public async Task Run(Script script, CancellationToken cancellation)
    {
        var state = await facts.Application(new ApplicationId(script.StreamId), cancellation);
        if (state is ApplicationState.Made { Facts: var made } and not (ApplicationState.Offered or ApplicationState.Accepted or ApplicationState.Hired))
        {
            await script.Job(
                "release", made.Job, new JobCommand.ReleasePosition(made.Application, new Reason("The application has come to its end.")), cancellation);
        }
    }
}
