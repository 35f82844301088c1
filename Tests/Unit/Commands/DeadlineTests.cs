using LaborMarketplace.Commands;
using LaborMarketplace.Commands.Deadlines;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands;

public sealed class DeadlineTests : IAsyncLifetime
{
    private readonly World _world = new();

    public async Task InitializeAsync()
    {
        await _world.RegisterEmployer();
        await _world.Onboard(Ann);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task An_offer_that_nobody_answers_expires_and_frees_its_position()
    {
        var job = await _world.OpenJob();
        var (application, _) = await _world.Offer(job, Ann);
        await _world.Wait(TimeSpan.FromHours(24) - TimeSpan.FromTicks(1));
        Assert.IsType<ApplicationState.Offered>(await _world.Facts.Application(application, default));
        await _world.Wait(TimeSpan.FromTicks(1));
        Assert.Equal(ApplicationEnd.OfferExpired, Assert.IsType<ApplicationState.Ended>(await _world.Facts.Application(application, default)).How);
        Assert.Equal(0, Assert.IsType<JobState.Open>(await _world.Facts.Job(job, default)).Posting.Taken);
    }

    [Fact]
    public async Task An_offer_accepted_in_time_is_hired_though_the_clock_ran_ahead_of_the_processes()
    {
        var job = await _world.OpenJob();
        await _world.Settle();
        var (application, _) = await _world.Accept(job, Ann);
        _world.All.Time.Advance(TimeSpan.FromHours(30));
        using var stop = new CancellationTokenSource();
        var working = Task.WhenAll(_world.Runner.Run(ReadUntil.Cancelled, stop.Token), _world.Deadlines.Run(stop.Token));
        await Until(async () => (await _world.Status.Read(default)).Settled);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => working);
        Assert.IsType<ApplicationState.Hired>(await _world.Facts.Application(application, default));
    }

    [Fact]
    public async Task A_job_expires_at_its_start()
    {
        var job = await _world.OpenJob();
        await _world.Wait(TimeSpan.FromHours(72));
        Assert.IsType<JobState.Expired>(await _world.Facts.Job(job, default));
    }

    [Fact]
    public async Task A_filled_job_closes_when_its_work_is_over()
    {
        var job = await _world.OpenJob();
        await _world.Accept(job, Ann);
        await _world.Wait(TimeSpan.FromHours(76) - TimeSpan.FromTicks(1));
        Assert.IsType<JobState.Filled>(await _world.Facts.Job(job, default));
        await _world.Wait(TimeSpan.FromTicks(1));
        Assert.IsType<JobState.Closed>(await _world.Facts.Job(job, default));
    }

    [Fact]
    public async Task A_filled_job_that_was_moved_closes_at_its_new_end()
    {
        var job = await _world.OpenJob();
        await _world.Accept(job, Ann);
        await _world.Settle();
        (await _world.Jobs.Execute(job, new JobCommand.Edit(_world.Terms(startsInHours: 80)), Owner.By(), default)).IsDone();
        await _world.Wait(TimeSpan.FromHours(76));
        Assert.IsType<JobState.Filled>(await _world.Facts.Job(job, default));
        await _world.Wait(TimeSpan.FromHours(8));
        Assert.IsType<JobState.Closed>(await _world.Facts.Job(job, default));
        Assert.DoesNotContain(
            await _world.All.Memory.Due(DateTimeOffset.MaxValue, 100, default), deadline => deadline.Kind is DeadlineKind.JobClosing or DeadlineKind.JobExpiry);
    }

    [Fact]
    public async Task A_reservation_without_an_offer_lapses()
    {
        var job = await _world.OpenJob();
        var until = _world.All.Time.GetUtcNow().AddHours(1);
        await World.Deciders.Job.Told(_world, Streams.Of(job), new JobCommand.ReservePosition(new ApplicationId(Id(50)), until));
        await _world.Wait(TimeSpan.FromHours(1));
        Assert.Equal(0, Assert.IsType<JobState.Open>(await _world.Facts.Job(job, default)).Posting.Taken);
    }

    [Fact]
    public async Task Untouched_hours_are_approved_and_the_assignment_closes_two_weeks_later()
    {
        var job = await _world.OpenJob();
        var (_, offer) = await _world.Accept(job, Ann);
        var assignment = DerivedId.Assignment(offer);
        await _world.Wait(TimeSpan.FromHours(72));
        AssignmentCommand[] begin = [new AssignmentCommand.Confirm(), new AssignmentCommand.CheckIn(new CheckInEvidence.Remote())];
        foreach (var command in begin)
        {
            (await _world.Assignments.Execute(assignment, command, Ann.By(), default)).IsDone();
        }

        await _world.Wait(TimeSpan.FromHours(4));
        AssignmentCommand[] end =
            [new AssignmentCommand.CheckOut(new TimeEntryId(Id(51))), new AssignmentCommand.Complete(), new AssignmentCommand.SubmitHours()];
        foreach (var command in end)
        {
            (await _world.Assignments.Execute(assignment, command, Ann.By(), default)).IsDone();
        }

        await _world.Wait(TimeSpan.FromHours(72));
        Assert.IsType<AssignmentState.HoursApproved>(await _world.Facts.Assignment(assignment, default));
        await _world.Wait(TimeSpan.FromDays(14));
        Assert.IsType<AssignmentState.Closed>(await _world.Facts.Assignment(assignment, default));
    }

    [Fact]
    public async Task A_deadline_set_anew_is_not_settled_by_the_one_before()
    {
        var now = _world.All.Time.GetUtcNow();
        var (before, after) = (Deadline(now), Deadline(now.AddHours(1)));
        await Note(new DeadlineChange.Set(before));
        await Note(new DeadlineChange.Set(after));
        await _world.All.Memory.Settle([before], default);
        Assert.Equal(after, Assert.Single(await _world.All.Memory.Due(now.AddHours(1), 10, default), deadline => deadline.Subject == after.Subject));
    }

    [Fact]
    public async Task A_deadline_with_nothing_left_to_do_is_done()
    {
        var now = _world.All.Time.GetUtcNow();
        await Note(new DeadlineChange.Set(Deadline(now)));
        await _world.Deadlines.SendDue(default);
        Assert.Equal(0, await _world.All.Memory.CountDue(now, default));
    }

    private async Task Note(DeadlineChange change)
    {
        var noted = (await _world.All.Memory.Progress(default)).Noted;
        await _world.All.Memory.Note(noted, new LogPosition(noted.Value), [], [change], default);
    }

    private static Deadline Deadline(DateTimeOffset due) =>
        new(DeadlineKind.OfferExpiry, Streams.Of(new ApplicationId(Id(52))), Id(53), due, Id(54));

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
