using LaborMarketplace.Commands;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands.Processes;

public sealed class FirstApplicationProcessTests : EmployerAndTwoHelpers
{
    [Fact]
    public async Task The_first_application_is_noted_at_the_job()
    {
        var job = await World.OpenJob();
        await World.Applications.Submit(job, null, Ann.By(), default);
        await World.Applications.Submit(job, null, Bob.By(), default);
        await World.Settle();
        Assert.Single((await World.Recorded(Streams.Of(job))).Select(recorded => recorded.Event).OfType<JobEvent.FirstApplicationReceived>());
    }
}
