using LaborMarketplace.Cli.Models;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Jobs;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Tests.Unit.Cli;

public sealed class StoppedRebuildTests
{
    private static readonly Checkpoint Serving = Build("job_board_v1", "job-board") with { Live = true };
    private static readonly Checkpoint Made = Build("job_board_v1_2", "job-board");

    [Fact]
    public void Says_of_what_was_written_how_it_is_taken_up_or_discarded() => Assert.Equal(
        "Stopped; readers have noticed nothing. What was written stays: job_board_v1_2 up to position 1,200. "
        + "'marketplace projections rebuild job-board' goes on from there; 'marketplace projections drop NAME' discards it.",
        StoppedRebuild.InWords([Serving, Made with { Built = false }], [JobCard.Projection], [Made.Storage]));

    [Fact]
    public void Says_of_what_is_complete_that_it_can_serve() => Assert.Equal(
        "Stopped; readers have noticed nothing. Complete: job_board_v1_2; 'marketplace projections switch NAME' lets it serve.",
        StoppedRebuild.InWords([Serving, Made], [JobCard.Projection], [Made.Storage]));

    [Fact]
    public void Says_what_was_switched_to_already() => Assert.Equal(
        "Stopped while builds were switched to. Serve now: job_board_v1_2; 'marketplace projections rollback NAME' goes back. "
        + "Complete: job_detail_v1_2; 'marketplace projections switch NAME' lets it serve.",
        StoppedRebuild.InWords(
            [Serving with { Live = false }, Made with { Live = true }, Build("job_detail_v1_2", "job-detail")],
            [JobCard.Projection, JobDetail.Projection], [Made.Storage, "job_detail_v1_2"]));

    [Fact]
    public void Says_nothing_of_builds_that_it_was_not_at() => Assert.Equal(
        "Stopped; readers have noticed nothing.",
        StoppedRebuild.InWords([Serving, Made, Build("agenda_v1", "agenda") with { Built = false }], [JobCard.Projection], []));

    private static Checkpoint Build(string storage, string name) => new(storage, name, 1, 1, Live: false, new LogPosition(1_200), null);
}
