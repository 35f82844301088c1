using LaborMarketplace.Commands;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Calendars;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands.Processes;

public sealed class RescheduleProcessTests : EmployerAndTwoHelpers
{
    [Fact]
    public async Task Work_that_is_moved_takes_its_time_along()
    {
        var (_, offer) = await World.Accept(await World.OpenJob(), Ann);
        await World.Settle();
        var later = World.Terms(startsInHours: 80).When;
        (await World.Move(offer, later, Owner)).IsDone();
        (await World.Move(offer, later, Ann)).IsDone();
        await World.Settle();
        Assert.Equal(later, Assert.Single((await World.CalendarOf(Ann)).Slots).When);
    }

    [Fact]
    public async Task Work_is_not_moved_to_where_the_helper_has_other_work()
    {
        await World.Accept(await World.OpenJob(startsInHours: 80), Ann);
        var (_, offer) = await World.Accept(await World.OpenJob(), Ann);
        await World.Settle();
        (await World.Move(offer, World.Terms(startsInHours: 82).When, Owner)).IsRefused("calendar.slot-taken");
    }

    [Fact]
    public async Task Work_that_was_moved_to_a_time_taken_at_the_same_moment_is_cancelled()
    {
        var (_, offer) = await World.Accept(await World.OpenJob(), Ann);
        await World.Settle();
        var later = World.Terms(startsInHours: 80).When;
        await World.Move(offer, later, Owner);
        await World.Move(offer, later, Ann);
        await World.Deciders.Calendar.Told(
            World, Streams.CalendarOf(Ann.Helper()), new CalendarCommand.HoldSlot(Ann.Helper(), new ApplicationId(Id(42)), later));
        await World.Settle();
        Assert.IsType<AssignmentState.Cancelled>(await World.Facts.Assignment(DerivedId.Assignment(offer), default));
    }
}
