using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands.Processes;

public sealed class ReconfirmationProcessTests : EmployerAndTwoHelpers
{
    [Fact]
    public async Task A_late_edit_asks_the_hired_to_confirm_again()
    {
        var job = await World.OpenJob(startsInHours: 30);
        var (application, offer) = await World.Accept(job, Ann, expiresInHours: 2);
        await World.Settle();
        var assignment = DerivedId.Assignment(offer);
        (await World.Assignments.Execute(assignment, new AssignmentCommand.Confirm(), Ann.By(), default)).IsDone();
        await World.Wait(TimeSpan.FromHours(10));
        var terms = Assert.IsAssignableFrom<JobState.Published>(await World.Facts.Job(job, default)).Facts.Terms;
        var later = new TimeWindow(terms.When.Start.AddHours(1), terms.When.End.AddHours(1));
        (await World.Jobs.Execute(job, new JobCommand.Edit(terms with { When = later }), Owner.By(), default)).IsDone();
        await World.Settle();
        var asked = Assert.IsType<AssignmentState.Scheduled>(await World.Facts.Assignment(assignment, default));
        Assert.Equal(new RescheduleProposal(Side.Employer, later), asked.Proposal);
        Assert.Equal(terms.When, asked.Facts.When);
    }

    [Fact]
    public async Task A_job_that_is_moved_takes_along_who_agrees()
    {
        var job = await World.OpenJob(positions: 2);
        var (_, anns) = await World.Accept(job, Ann);
        var (_, bobs) = await World.Accept(job, Bob);
        await World.Settle();
        var before = World.Terms().When;
        var later = World.Terms(startsInHours: 80).When;
        (await World.Jobs.Execute(job, new JobCommand.Edit(World.Terms(positions: 2, startsInHours: 80)), Owner.By(), default)).IsDone();
        await World.Settle();
        (await World.Move(anns, later, Ann)).IsDone();
        await World.Settle();
        Assert.Equal((later, before), (await World.WhenOf(anns), await World.WhenOf(bobs)));
        Assert.Equal((later, before), (Assert.Single((await World.CalendarOf(Ann)).Slots).When, Assert.Single((await World.CalendarOf(Bob)).Slots).When));
    }

    [Fact]
    public async Task A_job_that_is_moved_back_takes_its_proposal_back()
    {
        var job = await World.OpenJob();
        var (_, offer) = await World.Accept(job, Ann);
        await World.Settle();
        var terms = World.Terms();
        (await World.Jobs.Execute(job, new JobCommand.Edit(World.Terms(startsInHours: 80)), Owner.By(), default)).IsDone();
        (await World.Jobs.Execute(job, new JobCommand.Edit(terms), Owner.By(), default)).IsDone();
        await World.Settle();
        Assert.Null(Assert.IsType<AssignmentState.Scheduled>(await World.Facts.Assignment(DerivedId.Assignment(offer), default)).Proposal);
    }
}
