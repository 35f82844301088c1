using LaborMarketplace.Commands;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Calendars;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands.Processes;

public sealed class OtherProcessTests : IAsyncLifetime
{
    private readonly World _world = new();

    public Task InitializeAsync() => _world.RegisterEmployer();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_declined_offer_gives_its_position_back()
    {
        await OnboardBoth();
        var job = await _world.OpenJob();
        var (application, offer) = await _world.Offer(job, Ann);
        await _world.Applications.Execute(application, new ApplicationCommand.DeclineOffer(offer, null), Ann.By(), default);
        await _world.Settle();
        Assert.Equal(0, (await Posting(job)).Taken);
        await _world.Offer(job, Bob);
    }

    [Fact]
    public async Task A_refused_offer_gives_its_position_back_at_once()
    {
        await OnboardBoth();
        var job = await _world.OpenJob();
        await _world.Applications.Submit(job, null, Ann.By(), default);
        var tooLong = _world.All.Time.GetUtcNow().AddDays(20);
        var application = DerivedId.Application(job, Ann.Helper());
        (await _world.Applications.MakeOffer(application, new OfferId(Id(40)), null, tooLong, Owner.By(), default))
            .IsRefused("application.offer-expiry-out-of-range");
        Assert.Equal(0, (await Posting(job)).Taken);
    }

    [Fact]
    public async Task A_second_offer_leaves_the_position_of_the_first()
    {
        await OnboardBoth();
        var job = await _world.OpenJob();
        var (application, _) = await _world.Offer(job, Ann);
        var expiresAt = _world.All.Time.GetUtcNow().AddHours(1);
        (await _world.Applications.MakeOffer(application, new OfferId(Id(41)), null, expiresAt, Owner.By(), default)).IsRefused("application.offer-out");
        Assert.Equal(1, (await Posting(job)).Taken);
    }

    [Fact]
    public async Task A_repeated_offer_gets_the_first_answer_though_its_id_is_new()
    {
        await OnboardBoth();
        var job = await _world.OpenJob();
        await _world.Applications.Submit(job, null, Ann.By(), default);
        var application = DerivedId.Application(job, Ann.Helper());
        var expiresAt = _world.All.Time.GetUtcNow().AddHours(1);
        Task<CommandResult> Make() =>
            _world.Applications.MakeOffer(application, new OfferId(Guid.CreateVersion7()), null, expiresAt, Owner.By("key"), default);
        var first = (await Make()).IsDone();
        Assert.Equal(first, await Make());
    }

    [Fact]
    public async Task A_repeated_offer_that_was_refused_has_no_position_any_more_and_is_refused_again()
    {
        await OnboardBoth();
        var job = await _world.OpenJob();
        await _world.Applications.Submit(job, null, Ann.By(), default);
        var application = DerivedId.Application(job, Ann.Helper());
        var expiresAt = _world.All.Time.GetUtcNow().AddHours(1);
        Task<CommandResult> Make(CommandContext context) =>
            _world.Applications.MakeOffer(application, new OfferId(Guid.CreateVersion7()), null, expiresAt, context, default);
        await _world.Helpers.Execute(Ann.Helper(), new HelperCommand.Pause(null), Ann.By(), default);
        Assert.IsType<CommandResult.Refused>(await Make(Owner.By("key")));
        await _world.Helpers.Execute(Ann.Helper(), new HelperCommand.Resume(), Ann.By(), default);
        Assert.IsType<CommandResult.Refused>(await Make(Owner.By("key")));
        Assert.Equal(0, (await Posting(job)).Taken);
        (await Make(Owner.By("another key"))).IsDone();
    }

    [Fact]
    public async Task A_cancelled_job_cancels_its_assignments_and_frees_the_helpers()
    {
        await OnboardBoth();
        var job = await _world.OpenJob();
        var (_, offer) = await _world.Accept(job, Ann);
        await _world.Settle();
        await _world.Jobs.Execute(job, new JobCommand.Cancel(new Reason("No fence.")), Owner.By(), default);
        await _world.Settle();
        Assert.IsType<AssignmentState.Cancelled>(await _world.Facts.Assignment(DerivedId.Assignment(offer), default));
        Assert.Empty((await Calendar(Ann)).Slots);
    }

    [Fact]
    public async Task A_cancelled_assignment_opens_the_job_again()
    {
        await OnboardBoth();
        var job = await _world.OpenJob();
        var (_, offer) = await _world.Accept(job, Ann);
        await _world.Settle();
        var cancel = new AssignmentCommand.Cancel(Side.Helper, new Reason("Ill."));
        (await _world.Assignments.Execute(DerivedId.Assignment(offer), cancel, Ann.By(), default)).IsDone();
        await _world.Settle();
        Assert.IsType<JobState.Open>(await _world.Facts.Job(job, default));
        Assert.Empty((await Calendar(Ann)).Slots);
    }

    [Fact]
    public async Task A_late_edit_asks_the_hired_to_confirm_again()
    {
        await OnboardBoth();
        var job = await _world.OpenJob(startsInHours: 30);
        var (application, offer) = await _world.Accept(job, Ann, expiresInHours: 2);
        await _world.Settle();
        var assignment = DerivedId.Assignment(offer);
        (await _world.Assignments.Execute(assignment, new AssignmentCommand.Confirm(), Ann.By(), default)).IsDone();
        await _world.Wait(TimeSpan.FromHours(10));
        var terms = Assert.IsAssignableFrom<JobState.Published>(await _world.Facts.Job(job, default)).Facts.Terms;
        var later = new TimeWindow(terms.When.Start.AddHours(1), terms.When.End.AddHours(1));
        (await _world.Jobs.Execute(job, new JobCommand.Edit(terms with { When = later }), Owner.By(), default)).IsDone();
        await _world.Settle();
        var asked = Assert.IsType<AssignmentState.Scheduled>(await _world.Facts.Assignment(assignment, default));
        Assert.Equal(new RescheduleProposal(Side.Employer, later), asked.Proposal);
        Assert.Equal(terms.When, asked.Facts.When);
    }

    [Fact]
    public async Task A_job_that_is_moved_takes_along_who_agrees()
    {
        await OnboardBoth();
        var job = await _world.OpenJob(positions: 2);
        var (_, anns) = await _world.Accept(job, Ann);
        var (_, bobs) = await _world.Accept(job, Bob);
        await _world.Settle();
        var before = _world.Terms().When;
        var later = _world.Terms(startsInHours: 80).When;
        (await _world.Jobs.Execute(job, new JobCommand.Edit(_world.Terms(positions: 2, startsInHours: 80)), Owner.By(), default)).IsDone();
        await _world.Settle();
        (await Move(anns, later, Ann)).IsDone();
        await _world.Settle();
        Assert.Equal((later, before), (await WhenOf(anns), await WhenOf(bobs)));
        Assert.Equal((later, before), (Assert.Single((await Calendar(Ann)).Slots).When, Assert.Single((await Calendar(Bob)).Slots).When));
    }

    [Fact]
    public async Task A_job_that_is_moved_back_takes_its_proposal_back()
    {
        await OnboardBoth();
        var job = await _world.OpenJob();
        var (_, offer) = await _world.Accept(job, Ann);
        await _world.Settle();
        var terms = _world.Terms();
        (await _world.Jobs.Execute(job, new JobCommand.Edit(_world.Terms(startsInHours: 80)), Owner.By(), default)).IsDone();
        (await _world.Jobs.Execute(job, new JobCommand.Edit(terms), Owner.By(), default)).IsDone();
        await _world.Settle();
        Assert.Null(Assert.IsType<AssignmentState.Scheduled>(await _world.Facts.Assignment(DerivedId.Assignment(offer), default)).Proposal);
    }

    [Fact]
    public async Task A_job_that_was_cancelled_leaves_work_that_has_begun()
    {
        await OnboardBoth();
        var job = await _world.OpenJob(positions: 2);
        var (_, anns) = await _world.Accept(job, Ann);
        var (_, bobs) = await _world.Accept(job, Bob);
        await _world.Wait(TimeSpan.FromHours(72));
        AssignmentCommand[] begin = [new AssignmentCommand.Confirm(), new AssignmentCommand.CheckIn(new CheckInEvidence.Remote())];
        foreach (var command in begin)
        {
            (await _world.Assignments.Execute(DerivedId.Assignment(anns), command, Ann.By(), default)).IsDone();
        }

        (await _world.Jobs.Execute(job, new JobCommand.Cancel(new Reason("No fence.")), Owner.By(), default)).IsDone();
        await _world.Settle();
        Assert.IsType<AssignmentState.InProgress>(await _world.Facts.Assignment(DerivedId.Assignment(anns), default));
        Assert.IsType<AssignmentState.Cancelled>(await _world.Facts.Assignment(DerivedId.Assignment(bobs), default));
        Assert.Single((await Calendar(Ann)).Slots);
        Assert.Empty((await Calendar(Bob)).Slots);
    }

    [Fact]
    public async Task A_no_show_frees_the_time_and_the_position()
    {
        await OnboardBoth();
        var job = await _world.OpenJob();
        var (application, offer) = await _world.Accept(job, Ann);
        await _world.Wait(TimeSpan.FromHours(73));
        (await _world.Assignments.Execute(DerivedId.Assignment(offer), new AssignmentCommand.ReportNoShow(), Owner.By(), default)).IsDone();
        await _world.Settle();
        Assert.Empty((await Calendar(Ann)).Slots);
        Assert.Equal(0, (await Posting(job)).Taken);
        Assert.IsType<JobState.Expired>(await _world.Facts.Job(job, default));
        Assert.IsType<ApplicationState.Hired>(await _world.Facts.Application(application, default));
    }

    [Fact]
    public async Task Work_that_is_moved_takes_its_time_along()
    {
        await OnboardBoth();
        var (_, offer) = await _world.Accept(await _world.OpenJob(), Ann);
        await _world.Settle();
        var later = _world.Terms(startsInHours: 80).When;
        (await Move(offer, later, Owner)).IsDone();
        (await Move(offer, later, Ann)).IsDone();
        await _world.Settle();
        Assert.Equal(later, Assert.Single((await Calendar(Ann)).Slots).When);
    }

    [Fact]
    public async Task Work_is_not_moved_to_where_the_helper_has_other_work()
    {
        await OnboardBoth();
        await _world.Accept(await _world.OpenJob(startsInHours: 80), Ann);
        var (_, offer) = await _world.Accept(await _world.OpenJob(), Ann);
        await _world.Settle();
        (await Move(offer, _world.Terms(startsInHours: 82).When, Owner)).IsRefused("calendar.slot-taken");
    }

    [Fact]
    public async Task Work_that_was_moved_to_a_time_taken_at_the_same_moment_is_cancelled()
    {
        await OnboardBoth();
        var (_, offer) = await _world.Accept(await _world.OpenJob(), Ann);
        await _world.Settle();
        var later = _world.Terms(startsInHours: 80).When;
        await Move(offer, later, Owner);
        await Move(offer, later, Ann);
        await World.Deciders.Calendar.Told(
            _world, Streams.CalendarOf(Ann.Helper()), new CalendarCommand.HoldSlot(Ann.Helper(), new ApplicationId(Id(42)), later));
        await _world.Settle();
        Assert.IsType<AssignmentState.Cancelled>(await _world.Facts.Assignment(DerivedId.Assignment(offer), default));
    }

    [Fact]
    public async Task The_first_application_is_noted_at_the_job()
    {
        await OnboardBoth();
        var job = await _world.OpenJob();
        await _world.Applications.Submit(job, null, Ann.By(), default);
        await _world.Applications.Submit(job, null, Bob.By(), default);
        await _world.Settle();
        Assert.Single((await _world.Recorded(Streams.Of(job))).Select(recorded => recorded.Event).OfType<JobEvent.FirstApplicationReceived>());
    }

    [Fact]
    public async Task An_unreadable_event_stops_the_processes_and_nothing_after_it_is_answered()
    {
        await _world.Settle();
        var before = await _world.All.Memory.Progress(default);
        var unreadable = new EventData(Guid.NewGuid(), "job.painted.v1", "{}"u8.ToArray(), "{}"u8.ToArray());
        await _world.All.Log.Append(new StreamName("job-1"), ExpectedRevision.NoStream, [unreadable], default);
        await Assert.ThrowsAsync<UnreadableEventException>(() => _world.Runner.Run(ReadUntil.End, default));
        Assert.Equal(before.Answered, (await _world.All.Memory.Progress(default)).Answered);
    }

    private async Task OnboardBoth()
    {
        await _world.Onboard(Ann);
        await _world.Onboard(Bob);
    }

    private Task<CommandResult> Move(OfferId offer, TimeWindow when, Actor actor) =>
        _world.Assignments.Execute(DerivedId.Assignment(offer), new AssignmentCommand.Reschedule(Side.Helper, when), actor.By(), default);

    private async Task<TimeWindow> WhenOf(OfferId offer) =>
        Assert.IsAssignableFrom<AssignmentState.Existing>(await _world.Facts.Assignment(DerivedId.Assignment(offer), default)).Facts.When;

    private async Task<Posting> Posting(JobId job) => Assert.IsAssignableFrom<JobState.Published>(await _world.Facts.Job(job, default)).Posting;

    private async Task<CalendarState> Calendar(Actor.Person person) =>
        (await _world.Executor.Load(World.Deciders.Calendar, Streams.CalendarOf(person.Helper()), default)).State;
}
