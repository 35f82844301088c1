using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Jobs;

/// <summary>From draft to end.</summary>
public sealed class JobLifeTests : JobSpecification
{
    [Fact]
    public void Publishes_a_draft_until_its_start() => Given(Drafted).When(Publish, Monday).Yields(Published);

    [Fact]
    public void Publishes_a_draft_for_thirty_days_when_its_start_is_further_away()
    {
        var far = Terms with { When = Examples.Hours(24 * 60, (24 * 60) + 4) };
        Given(Drafted, new JobEvent.Edited(far, null)).When(Publish, Monday)
            .Yields(new JobEvent.Published(far.Positions, Monday, Monday.AddDays(30), 1));
    }

    [Fact]
    public void Ignores_a_repeated_publication() => Given(Drafted, Published).When(Publish, Monday).YieldsNothing();

    [Fact]
    public void Refuses_to_publish_for_an_employer_who_is_not_verified() =>
        Given(Drafted).When(new JobCommand.Publish(EmployerVerified: false), Monday).IsRefused("job.employer-not-verified");

    [Fact]
    public void Refuses_to_publish_after_the_start() => Given(Drafted).When(Publish, Terms.When.Start).IsRefused("job.starts-in-past");

    [Fact]
    public void Refuses_to_publish_an_ended_job() => Given(Drafted, Published, new JobEvent.Expired()).When(Publish, Monday).IsRefused("job.ended");

    [Fact]
    public void Notes_the_first_application() => Given(Drafted, Published).When(new JobCommand.NoteApplication(Ana), Monday).Yields(Applied);

    [Fact]
    public void Notes_no_further_application() => Given(Drafted, Published, Applied).When(new JobCommand.NoteApplication(Ben), Monday).YieldsNothing();

    [Fact]
    public void Refuses_to_note_an_application_for_a_draft() => Given(Drafted).When(new JobCommand.NoteApplication(Ana), Monday).IsRefused("job.not-open");

    [Fact]
    public void Closes_an_open_job() => Given(Drafted, Published).When(Close, Monday).Yields(new JobEvent.Closed(null));

    [Fact]
    public void Closes_a_filled_job() =>
        Given(Drafted, Published, Hired(Ana), Hired(Ben), Filled).When(Close, Monday).Yields(new JobEvent.Closed(null));

    [Fact]
    public void Closes_a_draft_that_is_given_up() => Given(Drafted).When(Close, Monday).Yields(new JobEvent.Closed(null));

    [Fact]
    public void Refuses_to_publish_a_draft_that_was_given_up() => Given(Drafted, new JobEvent.Closed(null)).When(Publish, Monday).IsRefused("job.ended");

    [Fact]
    public void Ignores_a_repeated_closing() => Given(Drafted, Published, new JobEvent.Closed(null)).When(Close, Monday).YieldsNothing();

    [Fact]
    public void Cancels_an_open_job() => Given(Drafted, Published).When(Cancel, Monday).Yields(new JobEvent.Cancelled(Examples.Reason));

    [Fact]
    public void Cancels_a_filled_job() =>
        Given(Drafted, Published, Hired(Ana), Hired(Ben), Filled).When(Cancel, Monday).Yields(new JobEvent.Cancelled(Examples.Reason));

    [Fact]
    public void Refuses_to_cancel_a_draft() => Given(Drafted).When(Cancel, Monday).IsRefused("job.not-published");

    [Fact]
    public void Refuses_to_cancel_what_has_ended() => Given(Drafted, Published, new JobEvent.Closed(null)).When(Cancel, Monday).IsRefused("job.ended");

    [Fact]
    public void Refuses_to_close_what_was_cancelled() =>
        Given(Drafted, Published, new JobEvent.Cancelled(Examples.Reason)).When(Close, Monday).IsRefused("job.ended");

    [Fact]
    public void Expires_at_its_expiry() => Given(Drafted, Published).When(Expire, Terms.When.Start).Yields(new JobEvent.Expired());

    [Fact]
    public void Does_not_expire_before() => Given(Drafted, Published).When(Expire, Terms.When.Start.AddSeconds(-1)).YieldsNothing();

    [Fact]
    public void Does_not_expire_when_filled() => Given(Drafted, Published, Hired(Ana), Hired(Ben), Filled).When(Expire, Terms.When.Start).YieldsNothing();

    [Fact]
    public void Closes_by_itself_when_filled_and_its_work_is_over() =>
        Given(Drafted, Published, Hired(Ana), Hired(Ben), Filled).When(CloseAfterWork, Terms.When.End)
            .Yields(new JobEvent.Closed(new Reason("The work is over.")));

    [Fact]
    public void Does_not_close_by_itself_before() =>
        Given(Drafted, Published, Hired(Ana), Hired(Ben), Filled).When(CloseAfterWork, Terms.When.End.AddTicks(-1)).YieldsNothing();

    [Fact]
    public void Does_not_close_by_itself_when_it_is_not_filled()
    {
        Given(Drafted).When(CloseAfterWork, Terms.When.End).YieldsNothing();
        Given(Drafted, Published, Hired(Ana)).When(CloseAfterWork, Terms.When.End).YieldsNothing();
        Given(Drafted, Published, new JobEvent.Expired()).When(CloseAfterWork, Terms.When.End).YieldsNothing();
    }

    [Fact]
    public void Finds_no_job_under_an_unknown_id() => Given().When(Publish, Monday).IsRefused("job.not-found");

    [Fact]
    public void Lives_a_whole_life()
    {
        var oneMore = Terms with { Pay = Examples.Hourly(25) };
        Given().When(Draft(Terms), Monday).Yields(Drafted);
        Given(Drafted).When(Publish, Monday).Yields(Published);
        Given(Drafted, Published).When(new JobCommand.NoteApplication(Ana), Monday).Yields(Applied);
        Given(Drafted, Published, Applied).When(Edit(oneMore), Monday).Yields(new JobEvent.Edited(oneMore, Terms.When.Start));

        JobEvent[] edited = [Drafted, Published, Applied, new JobEvent.Edited(oneMore, Terms.When.Start)];
        Given(edited).When(Reserve(Ana), Monday).Yields(Reserved(Ana));
        Given([.. edited, Reserved(Ana)]).When(Fill(Ana), Monday).Yields(Hired(Ana));
        Given([.. edited, Hired(Ana), Reserved(Ben)]).When(Fill(Ben), Monday).Yields(Hired(Ben), Filled);

        JobEvent[] filled = [.. edited, Hired(Ana), Hired(Ben), Filled];
        Given(filled).When(Release(Ben), Tuesday).Yields(Released(Ben), new JobEvent.Reopened());
        Given([.. filled, Released(Ben), new JobEvent.Reopened()]).When(Close, Tuesday).Yields(new JobEvent.Closed(null));
    }
}
