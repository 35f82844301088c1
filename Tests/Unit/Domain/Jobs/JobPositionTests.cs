using LaborMarketplace.Domain.Jobs;

namespace LaborMarketplace.Tests.Unit.Domain.Jobs;

/// <summary>Who has a job's positions, of which there are two.</summary>
public sealed class JobPositionTests : JobSpecification
{
    private static readonly JobEvent[] Full = [Drafted, Published, Hired(Ana), Hired(Ben), Filled];

    [Fact]
    public void Reserves_a_free_position() => Given(Drafted, Published).When(Reserve(Ana), Monday).Yields(Reserved(Ana));

    [Fact]
    public void Ignores_a_repeated_reservation() => Given(Drafted, Published, Reserved(Ana)).When(Reserve(Ana), Monday).YieldsNothing();

    [Fact]
    public void Prolongs_a_reservation() =>
        Given(Drafted, Published, Reserved(Ana), Reserved(Ben)).When(new JobCommand.ReservePosition(Ana, Tuesday.AddHours(1)), Monday)
            .Yields(new JobEvent.PositionReserved(Ana, Tuesday.AddHours(1)));

    [Fact]
    public void Reserves_nothing_for_whom_is_hired() => Given(Full).When(Reserve(Ana), Monday).YieldsNothing();

    [Fact]
    public void Refuses_a_reservation_when_every_position_is_taken()
    {
        Given(Drafted, Published, Hired(Ana), Reserved(Ben)).When(Reserve(Cem), Monday).IsRefused("job.no-position-free");
        Given(Full).When(Reserve(Cem), Monday).IsRefused("job.no-position-free");
    }

    [Fact]
    public void Gives_a_lapsed_reservation_to_the_next() =>
        Given(Drafted, Published, Reserved(Ana), Reserved(Ben)).When(new JobCommand.ReservePosition(Cem, Tuesday.AddDays(1)), Tuesday)
            .Yields(Lapsed(Ana), new JobEvent.PositionReserved(Cem, Tuesday.AddDays(1)));

    [Fact]
    public void Refuses_a_reservation_that_ends_in_the_past() =>
        Given(Drafted, Published).When(Reserve(Ana), Tuesday).IsRefused("job.reservation-ends-in-past");

    [Fact]
    public void Refuses_a_reservation_of_a_draft() => Given(Drafted).When(Reserve(Ana), Monday).IsRefused("job.not-open");

    [Fact]
    public void Refuses_a_reservation_once_the_job_has_ended() =>
        Given(Drafted, Published, Reserved(Ana), new JobEvent.Closed(null)).When(Reserve(Ana), Monday).IsRefused("job.not-open");

    [Fact]
    public void Refuses_a_reservation_once_the_job_is_due_to_expire() =>
        Given(Drafted, Published).When(new JobCommand.ReservePosition(Ana, Terms.When.Start.AddHours(1)), Terms.When.Start).IsRefused("job.not-open");

    [Fact]
    public void Releases_a_reservation() => Given(Drafted, Published, Reserved(Ana)).When(Release(Ana), Monday).Yields(Released(Ana));

    [Fact]
    public void Ignores_a_repeated_release() => Given(Drafted, Published, Reserved(Ana), Released(Ana)).When(Release(Ana), Monday).YieldsNothing();

    [Fact]
    public void Opens_a_filled_job_again_when_a_position_is_released() => Given(Full).When(Release(Ana), Monday).Yields(Released(Ana), new JobEvent.Reopened());

    [Fact]
    public void Expires_instead_when_the_time_to_be_open_is_over() =>
        Given(Full).When(Release(Ana), Terms.When.Start).Yields(Released(Ana), new JobEvent.Expired());

    [Fact]
    public void Releases_a_position_of_an_ended_job() =>
        Given(Drafted, Published, Reserved(Ana), new JobEvent.Closed(null)).When(Release(Ana), Monday).Yields(Released(Ana));

    [Fact]
    public void Lets_a_reservation_lapse_when_it_is_due() => Given(Drafted, Published, Reserved(Ana)).When(Lapse(Ana), Tuesday).Yields(Lapsed(Ana));

    [Fact]
    public void Lets_no_reservation_lapse_before() => Given(Drafted, Published, Reserved(Ana)).When(Lapse(Ana), Tuesday.AddSeconds(-1)).YieldsNothing();

    [Fact]
    public void Lets_no_filled_position_lapse() => Given(Drafted, Published, Reserved(Ana), Hired(Ana)).When(Lapse(Ana), Tuesday).YieldsNothing();

    [Fact]
    public void Fills_a_reserved_position() => Given(Drafted, Published, Reserved(Ana)).When(Fill(Ana), Monday).Yields(Hired(Ana));

    [Fact]
    public void Is_filled_with_the_last_position() => Given(Drafted, Published, Hired(Ana), Reserved(Ben)).When(Fill(Ben), Monday).Yields(Hired(Ben), Filled);

    [Fact]
    public void Ignores_a_repeated_filling() => Given(Full).When(Fill(Ben), Monday).YieldsNothing();

    [Fact]
    public void Refuses_to_fill_a_position_that_is_not_reserved() => Given(Drafted, Published).When(Fill(Ana), Monday).IsRefused("job.position-not-reserved");

    [Fact]
    public void Fills_a_reserved_position_though_the_job_has_closed_or_expired()
    {
        Given(Drafted, Published, Reserved(Ana), new JobEvent.Closed(null)).When(Fill(Ana), Monday).Yields(Hired(Ana));
        Given(Drafted, Published, Reserved(Ana), new JobEvent.Expired()).When(Fill(Ana), Monday).Yields(Hired(Ana));
    }

    [Fact]
    public void Refuses_to_fill_a_position_of_a_cancelled_job() =>
        Given(Drafted, Published, Reserved(Ana), new JobEvent.Cancelled(Examples.Reason)).When(Fill(Ana), Monday).IsRefused("job.ended");
}
