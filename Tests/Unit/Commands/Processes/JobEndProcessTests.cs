using LaborMarketplace.Commands;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands.Processes;

public sealed class JobEndProcessTests : IAsyncLifetime
{
    private readonly World _world = new();

    public async Task InitializeAsync()
    {
        await _world.RegisterEmployer();
        await _world.Onboard(Ann);
        await _world.Onboard(Bob);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_last_position_closes_the_other_applications()
    {
        var job = await _world.OpenJob();
        await _world.Applications.Submit(job, null, Bob.By(), default);
        await _world.Accept(job, Ann);
        await _world.Settle();
        Assert.Equal(ApplicationEnd.ClosedJobFilled, await EndOf(job, Bob));
    }

    [Fact]
    public async Task A_closed_job_rescinds_its_offers_and_closes_the_rest()
    {
        var job = await _world.OpenJob(positions: 2);
        await _world.Applications.Submit(job, null, Bob.By(), default);
        await _world.Offer(job, Ann);
        await _world.Jobs.Execute(job, new JobCommand.Close(null), Owner.By(), default);
        await _world.Settle();
        Assert.Equal(ApplicationEnd.OfferRescinded, await EndOf(job, Ann));
        Assert.Equal(ApplicationEnd.ClosedJobGone, await EndOf(job, Bob));
        Assert.Equal(0, await TakenOf(job));
    }

    [Fact]
    public async Task An_expired_job_rescinds_its_offers_and_closes_the_rest()
    {
        var job = await _world.OpenJob(positions: 2);
        await _world.Applications.Submit(job, null, Bob.By(), default);
        await _world.Applications.Submit(job, null, Ann.By(), default);
        var later = _world.Terms(startsInHours: 100);
        var terms = new OfferTerms(later.When, later.Zone, later.Place, later.Pay);
        (await _world.Applications.MakeOffer(
            DerivedId.Application(job, Ann.Helper()), new OfferId(Id(43)), terms, _world.All.Time.GetUtcNow().AddHours(80), Owner.By(), default)).IsDone();
        await _world.Wait(TimeSpan.FromHours(72));
        Assert.IsType<JobState.Expired>(await _world.Facts.Job(job, default));
        Assert.Equal(ApplicationEnd.OfferRescinded, await EndOf(job, Ann));
        Assert.Equal(ApplicationEnd.ClosedJobGone, await EndOf(job, Bob));
        Assert.Equal(0, await TakenOf(job));
    }

    [Fact]
    public async Task A_failed_hire_finds_the_job_filled_by_somebody_else()
    {
        var job = await _world.OpenJob();
        var (application, _) = await _world.Accept(job, Ann);
        await World.Deciders.Job.Told(_world, Streams.Of(job), new JobCommand.ReleasePosition(application, new Reason("It lapsed.")));
        await _world.Accept(job, Bob);
        await _world.Settle();
        Assert.Equal(ApplicationEnd.ClosedJobFilled, await EndOf(job, Ann));
        Assert.IsType<ApplicationState.Hired>(await _world.Facts.Application(DerivedId.Application(job, Bob.Helper()), default));
    }

    [Fact]
    public async Task A_failed_hire_leaves_the_application_with_a_job_that_is_still_open()
    {
        await _world.Accept(await _world.OpenJob(), Ann);
        await _world.Settle();
        var (application, _) = await _world.Accept(await _world.OpenJob(), Ann);
        await _world.Settle();
        Assert.IsType<ApplicationState.Shortlisted>(await _world.Facts.Application(application, default));
    }

    private async Task<ApplicationEnd> EndOf(JobId job, Actor.Person person) =>
        Assert.IsType<ApplicationState.Ended>(await _world.Facts.Application(DerivedId.Application(job, person.Helper()), default)).How;

    private async Task<int> TakenOf(JobId job) => Assert.IsAssignableFrom<JobState.Published>(await _world.Facts.Job(job, default)).Posting.Taken;
}
