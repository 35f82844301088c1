using LaborMarketplace.Commands;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands.Processes;

public sealed class JobEndProcessTests : EmployerAndTwoHelpers
{
    [Fact]
    public async Task The_last_position_closes_the_other_applications()
    {
        var job = await World.OpenJob();
        await World.Applications.Submit(job, null, Bob.By(), default);
        await World.Accept(job, Ann);
        await World.Settle();
        Assert.Equal(ApplicationEnd.ClosedJobFilled, await EndOf(job, Bob));
    }

    [Fact]
    public async Task A_closed_job_rescinds_its_offers_and_closes_the_rest()
    {
        var job = await World.OpenJob(positions: 2);
        await World.Applications.Submit(job, null, Bob.By(), default);
        await World.Offer(job, Ann);
        await World.Jobs.Execute(job, new JobCommand.Close(null), Owner.By(), default);
        await World.Settle();
        Assert.Equal(ApplicationEnd.OfferRescinded, await EndOf(job, Ann));
        Assert.Equal(ApplicationEnd.ClosedJobGone, await EndOf(job, Bob));
        Assert.Equal(0, (await World.PostingOf(job)).Taken);
    }

    [Fact]
    public async Task An_expired_job_rescinds_its_offers_and_closes_the_rest()
    {
        var job = await World.OpenJob(positions: 2);
        await World.Applications.Submit(job, null, Bob.By(), default);
        await World.Applications.Submit(job, null, Ann.By(), default);
        var later = World.Terms(startsInHours: 100);
        var terms = new OfferTerms(later.When, later.Zone, later.Place, later.Pay);
        (await World.Applications.MakeOffer(
            DerivedId.Application(job, Ann.Helper()), new OfferId(Id(43)), terms, World.All.Time.GetUtcNow().AddHours(80), Owner.By(), default)).IsDone();
        await World.Wait(TimeSpan.FromHours(72));
        Assert.IsType<JobState.Expired>(await World.Facts.Job(job, default));
        Assert.Equal(ApplicationEnd.OfferRescinded, await EndOf(job, Ann));
        Assert.Equal(ApplicationEnd.ClosedJobGone, await EndOf(job, Bob));
        Assert.Equal(0, (await World.PostingOf(job)).Taken);
    }

    [Fact]
    public async Task A_failed_hire_finds_the_job_filled_by_somebody_else()
    {
        var job = await World.OpenJob();
        var (application, _) = await World.Accept(job, Ann);
        await World.Deciders.Job.Told(World, Streams.Of(job), new JobCommand.ReleasePosition(application, new Reason("It lapsed.")));
        await World.Accept(job, Bob);
        await World.Settle();
        Assert.Equal(ApplicationEnd.ClosedJobFilled, await EndOf(job, Ann));
        Assert.IsType<ApplicationState.Hired>(await World.Facts.Application(DerivedId.Application(job, Bob.Helper()), default));
    }

    [Fact]
    public async Task A_failed_hire_leaves_the_application_with_a_job_that_is_still_open()
    {
        await World.Accept(await World.OpenJob(), Ann);
        await World.Settle();
        var (application, _) = await World.Accept(await World.OpenJob(), Ann);
        await World.Settle();
        Assert.IsType<ApplicationState.Shortlisted>(await World.Facts.Application(application, default));
    }

    private async Task<ApplicationEnd> EndOf(JobId job, Actor.Person person) =>
        Assert.IsType<ApplicationState.Ended>(await World.Facts.Application(DerivedId.Application(job, person.Helper()), default)).How;
}
