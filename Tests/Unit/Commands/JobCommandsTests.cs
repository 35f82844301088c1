using LaborMarketplace.Commands;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands;

public sealed class JobCommandsTests : IAsyncLifetime
{
    private readonly World _world = new();

    public Task InitializeAsync() => _world.RegisterEmployer();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_repost_drafts_the_same_job_for_another_time()
    {
        var terms = _world.Terms();
        var original = await _world.OpenJob();
        await _world.Wait(TimeSpan.FromHours(72));
        var (job, when) = (new JobId(Id(60)), _world.Terms(startsInHours: 96).When);
        (await _world.Jobs.Repost(original, job, when, Owner.By(), default)).IsDone();
        (await _world.Jobs.Publish(job, Owner.By(), default)).IsDone();
        Assert.Equal(terms with { When = when }, Assert.IsType<JobState.Open>(await _world.Facts.Job(job, default)).Facts.Terms);
        Assert.IsType<JobState.Expired>(await _world.Facts.Job(original, default));
        Assert.Equal(original, Assert.IsType<JobEvent.Drafted>((await _world.Recorded(Streams.Of(job)))[0].Event).RepostOf);
    }

    [Fact]
    public async Task A_repost_needs_a_job_to_repeat_and_somebody_who_hires_for_its_employer()
    {
        var (job, when) = (new JobId(Id(60)), _world.Terms().When);
        (await _world.Jobs.Repost(new JobId(Id(61)), job, when, Owner.By(), default)).IsRefused("job.not-found");
        (await _world.Jobs.Repost(await _world.OpenJob(), job, when, Stranger.By(), default)).IsRefused("access.not-yours");
    }
}
