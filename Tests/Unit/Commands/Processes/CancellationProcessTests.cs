using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands.Processes;

public sealed class CancellationProcessTests : EmployerAndTwoHelpers
{
    [Fact]
    public async Task A_cancelled_job_cancels_its_assignments_and_frees_the_helpers()
    {
        var job = await World.OpenJob();
        var (_, offer) = await World.Accept(job, Ann);
        await World.Settle();
        await World.Jobs.Execute(job, new JobCommand.Cancel(new Reason("No fence.")), Owner.By(), default);
        await World.Settle();
        Assert.IsType<AssignmentState.Cancelled>(await World.Facts.Assignment(DerivedId.Assignment(offer), default));
        Assert.Empty((await World.CalendarOf(Ann)).Slots);
    }

    [Fact]
    public async Task A_job_that_was_cancelled_leaves_work_that_has_begun()
    {
        var job = await World.OpenJob(positions: 2);
        var (_, anns) = await World.Accept(job, Ann);
        var (_, bobs) = await World.Accept(job, Bob);
        await World.Wait(TimeSpan.FromHours(72));
        AssignmentCommand[] begin = [new AssignmentCommand.Confirm(), new AssignmentCommand.CheckIn(new CheckInEvidence.Remote())];
        foreach (var command in begin)
        {
            (await World.Assignments.Execute(DerivedId.Assignment(anns), command, Ann.By(), default)).IsDone();
        }

        (await World.Jobs.Execute(job, new JobCommand.Cancel(new Reason("No fence.")), Owner.By(), default)).IsDone();
        await World.Settle();
        Assert.IsType<AssignmentState.InProgress>(await World.Facts.Assignment(DerivedId.Assignment(anns), default));
        Assert.IsType<AssignmentState.Cancelled>(await World.Facts.Assignment(DerivedId.Assignment(bobs), default));
        Assert.Single((await World.CalendarOf(Ann)).Slots);
        Assert.Empty((await World.CalendarOf(Bob)).Slots);
    }

    [Fact]
    public async Task A_cancelled_assignment_opens_the_job_again()
    {
        var job = await World.OpenJob();
        var (_, offer) = await World.Accept(job, Ann);
        await World.Settle();
        var cancel = new AssignmentCommand.Cancel(Side.Helper, new Reason("Ill."));
        (await World.Assignments.Execute(DerivedId.Assignment(offer), cancel, Ann.By(), default)).IsDone();
        await World.Settle();
        Assert.IsType<JobState.Open>(await World.Facts.Job(job, default));
        Assert.Empty((await World.CalendarOf(Ann)).Slots);
    }

    [Fact]
    public async Task A_no_show_frees_the_time_and_the_position()
    {
        var job = await World.OpenJob();
        var (application, offer) = await World.Accept(job, Ann);
        await World.Wait(TimeSpan.FromHours(73));
        (await World.Assignments.Execute(DerivedId.Assignment(offer), new AssignmentCommand.ReportNoShow(), Owner.By(), default)).IsDone();
        await World.Settle();
        Assert.Empty((await World.CalendarOf(Ann)).Slots);
        Assert.Equal(0, (await World.PostingOf(job)).Taken);
        Assert.IsType<JobState.Expired>(await World.Facts.Job(job, default));
        Assert.IsType<ApplicationState.Hired>(await World.Facts.Application(application, default));
    }
}
