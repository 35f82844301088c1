using CsCheck;
using LaborMarketplace.Commands;
using LaborMarketplace.Domain.Applications;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Calendars;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands.Processes;

public sealed class HireProcessTests : EmployerAndTwoHelpers
{
    [Fact]
    public async Task Hires_a_helper_whose_offer_was_accepted()
    {
        var job = await World.OpenJob();
        var (application, offer) = await World.Accept(job, Ann);
        await World.Settle();

        var hired = Assert.IsType<ApplicationState.Hired>(await World.Facts.Application(application, default));
        Assert.Equal(DerivedId.Assignment(offer), hired.Assignment);
        Assert.IsType<AssignmentState.Scheduled>(await World.Facts.Assignment(hired.Assignment, default));
        Assert.IsType<Slot.Confirmed>(Assert.Single((await World.CalendarOf(Ann)).Slots));
        Assert.Equal(application, Assert.Single(Assert.IsType<JobState.Filled>(await World.Facts.Job(job, default)).Posting.Hired));
    }

    [Fact]
    public async Task Tells_the_whole_hire_as_one_story()
    {
        var job = await World.OpenJob();
        var (application, offer) = await World.Accept(job, Ann);
        await World.Settle();

        var accepted = (await World.Recorded(Streams.Of(application))).Single(recorded => recorded.Event is ApplicationEvent.OfferAccepted);
        var scheduled = Assert.Single(await World.Recorded(Streams.Of(DerivedId.Assignment(offer))));
        Assert.Equal(("process:hire", accepted.Source.Id), (scheduled.Metadata.Actor, scheduled.Metadata.CausationId));
        Assert.Equal(accepted.Metadata.CorrelationId, scheduled.Metadata.CorrelationId);
    }

    [Fact]
    public async Task Fails_the_hire_of_a_helper_whose_time_is_taken()
    {
        var (first, second) = (await World.OpenJob(), await World.OpenJob());
        await World.Accept(first, Ann);
        await World.Settle();
        var (application, offer) = await World.Accept(second, Ann);
        await World.Settle();

        Assert.Equal("calendar.slot-taken", (await Failure(application)).Code);
        Assert.IsType<AssignmentState.NotScheduled>(await World.Facts.Assignment(DerivedId.Assignment(offer), default));
        await Gave_everything_back(second, application, slotsLeft: 1);
    }

    [Fact]
    public async Task Fails_the_hire_when_the_position_has_lapsed_meanwhile()
    {
        var job = await World.OpenJob();
        var (application, offer) = await World.Accept(job, Ann);
        await World.Deciders.Job.Told(World, Streams.Of(job), new JobCommand.ReleasePosition(application, new Reason("It lapsed.")));
        await World.Settle();

        Assert.Equal("job.position-not-reserved", (await Failure(application)).Code);
        Assert.IsType<AssignmentState.Cancelled>(await World.Facts.Assignment(DerivedId.Assignment(offer), default));
        await Gave_everything_back(job, application, slotsLeft: 0);
    }

    [Fact]
    public async Task Fails_the_hire_of_a_helper_who_was_blocked_meanwhile()
    {
        var job = await World.OpenJob();
        var (application, _) = await World.Accept(job, Ann);
        await World.Employers.Execute(Employer, new EmployerCommand.BlockHelper(Ann.Helper(), new Reason("Rude.")), Owner.By(), default);
        await World.Settle();

        Assert.Equal("application.helper-blocked", (await Failure(application)).Code);
        await Gave_everything_back(job, application, slotsLeft: 0);
    }

    [Fact]
    public async Task Fails_the_hire_when_the_assignment_cannot_be_scheduled()
    {
        var job = await World.OpenJob();
        var (application, offer) = await World.Accept(job, Ann);
        var assignment = DerivedId.Assignment(offer);
        await World.Deciders.Assignment.Told(World, Streams.Of(assignment), new AssignmentCommand.Schedule(
            assignment, new ApplicationId(Id(70)), job, Employer, Bob.Helper(), World.Terms().When, new TimeZoneName("UTC"), null, World.Terms().Pay));
        await World.Settle();

        Assert.Equal("assignment.exists", (await Failure(application)).Code);
        await Gave_everything_back(job, application, slotsLeft: 0);
    }

    [Fact]
    public async Task Fails_the_hire_and_closes_the_application_when_the_job_was_cancelled_meanwhile()
    {
        var job = await World.OpenJob();
        var (application, _) = await World.Accept(job, Ann);
        await World.Jobs.Execute(job, new JobCommand.Cancel(new Reason("No fence.")), Owner.By(), default);
        await World.Settle();

        Assert.Equal("job.ended", (await Failure(application)).Code);
        Assert.Equal(ApplicationEnd.ClosedJobGone, Assert.IsType<ApplicationState.Ended>(await World.Facts.Application(application, default)).How);
        await Gave_everything_back(job, application, slotsLeft: 0);
    }

    [Fact]
    public async Task A_failed_hire_can_be_followed_by_another_offer()
    {
        var (first, second) = (await World.OpenJob(), await World.OpenJob(startsInHours: 74));
        await World.Accept(first, Ann);
        await World.Settle();
        var (application, _) = await World.Accept(second, Ann);
        await World.Settle();

        var offer = new OfferId(Guid.CreateVersion7());
        var terms = new OfferTerms(World.Terms(startsInHours: 100).When, new TimeZoneName("UTC"), null, World.Terms().Pay);
        (await World.Applications.MakeOffer(application, offer, terms, World.All.Time.GetUtcNow().AddHours(2), Owner.By(), default)).IsDone();
        (await World.Applications.AcceptOffer(application, offer, Ann.By(), default)).IsDone();
        await World.Settle();
        Assert.IsType<ApplicationState.Hired>(await World.Facts.Application(application, default));
    }

    /// <summary>Whatever the hire comes to, a crash between any two of its steps changes nothing in the end.</summary>
    [Fact]
    public void A_crash_at_any_step_comes_to_the_same_end() => Gen.Select(Gen.Enum<Trouble>(), Gen.Int[1, 9], Gen.Bool, Gen.Int[1, 4]).Sample(
        (trouble, append, afterwards, secondCrash) =>
        {
            var expected = Play(trouble, []).GetAwaiter().GetResult();
            var crashed = Play(trouble, [(append, afterwards), (secondCrash, !afterwards)]).GetAwaiter().GetResult();
            Assert.Equal(expected, crashed);
        },
        iter: 150, threads: 1);

    internal enum Trouble
    {
        None,
        TimeTaken,
        PositionGone,
        Blocked,
        JobCancelled,
    }

    /// <summary>Two apply, one accepts; the answer is what the streams come to.</summary>
    private static async Task<string> Play(Trouble trouble, (int Append, bool Afterwards)[] crashes)
    {
        var world = new World();
        await world.RegisterEmployer();
        await world.Onboard(Ann);
        await world.Onboard(Bob);
        var job = await world.OpenJob();
        (await world.Applications.Submit(job, null, Bob.By(), default)).IsDone();
        if (trouble is Trouble.TimeTaken)
        {
            await world.Accept(await world.OpenJob(), Ann);
            await world.Settle();
        }

        var (application, offer) = await world.Accept(job, Ann);
        if (trouble is Trouble.PositionGone)
        {
            await World.Deciders.Job.Told(world, Streams.Of(job), new JobCommand.ReleasePosition(application, new Reason("It lapsed.")));
        }
        else if (trouble is Trouble.Blocked)
        {
            await world.Employers.Execute(Employer, new EmployerCommand.BlockHelper(Ann.Helper(), new Reason("Rude.")), Owner.By(), default);
        }
        else if (trouble is Trouble.JobCancelled)
        {
            await world.Jobs.Execute(job, new JobCommand.Cancel(new Reason("No fence.")), Owner.By(), default);
        }

        foreach (var (append, afterwards) in crashes)
        {
            var doomed = new World(world.All, log => new CrashingLog(log, append, afterwards));
            _ = await Record.ExceptionAsync(doomed.Settle);
        }

        var restarted = new World(world.All);
        await restarted.Settle();
        StreamName[] streams =
        [
            Streams.Of(job), Streams.Of(application), Streams.Of(DerivedId.Application(job, Bob.Helper())), Streams.Of(DerivedId.Assignment(offer)),
            Streams.CalendarOf(Ann.Helper()),
        ];
        var stories = await Task.WhenAll(streams.Select(async stream =>
            string.Join(", ", (await restarted.Recorded(stream)).Select(recorded => recorded.Source.Type))));
        return string.Join('\n', stories);
    }

    private async Task<ApplicationEvent.HireFailed> Failure(ApplicationId application) => Assert.Single(
        (await World.Recorded(Streams.Of(application))).Select(recorded => recorded.Event).OfType<ApplicationEvent.HireFailed>());

    private async Task Gave_everything_back(JobId job, ApplicationId application, int slotsLeft)
    {
        Assert.Equal(slotsLeft, (await World.CalendarOf(Ann)).Slots.Count);
        var posting = await World.PostingOf(job);
        Assert.Equal(0, posting.Taken);
        Assert.DoesNotContain(application, posting.Hired);
    }
}
