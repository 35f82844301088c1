using CsCheck;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Jobs;

/// <summary>What is true of a job, whatever is asked of it and whenever.</summary>
public sealed class JobProperties : JobSpecification
{
    private static readonly Gen<ApplicationId> Applications = Gen.OneOf(Ana, Ben, Cem);

    private static readonly Gen<JobTerms> AnyTerms =
        from start in Gen.OneOf(Gen.Int[1, 48], Gen.Int[48, 24 * 60])
        from pay in Gen.Int[7, 12]
        from positions in Gen.Int[1, 3]
        select Terms with { When = Examples.Hours(start, start + 4), Pay = Examples.Hourly(pay), Positions = new Headcount(positions) };

    private static readonly Gen<JobCommand> Commands = Gen.Frequency<JobCommand>(
        (3, AnyTerms.Select(Draft)),
        (4, Gen.OneOf<JobCommand>(Publish, new JobCommand.Publish(EmployerVerified: false))),
        (3, AnyTerms.Select(Edit)),
        (1, Applications.Select(JobCommand (application) => new JobCommand.NoteApplication(application))),
        (6, Gen.Select(Applications, Gen.Int[1, 20], JobCommand (application, days) => new JobCommand.ReservePosition(application, Monday.AddDays(days)))),
        (2, Applications.Select(Release)),
        (2, Applications.Select(Lapse)),
        (6, Applications.Select(Fill)),
        (1, Gen.OneOf<JobCommand>(Close, CloseAfterWork, Cancel, Expire)));

    private readonly DeciderProperties<JobState, JobCommand, JobEvent> _job = new(JobDecider.For(LaborMarketplace.Domain.Policy.Default), Monday, Commands);

    [Fact]
    public void Filled_and_reserved_positions_never_exceed_the_headcount() => _job.Keep(walk =>
    {
        if (walk.State is JobState.Published { Facts.Terms.Positions: var positions, Posting: var posting })
        {
            Assert.True(posting.Taken <= positions.Value, $"{posting.Taken} positions of {positions.Value} are taken.");
        }
    });

    [Fact]
    public void Nobody_has_two_positions() => _job.Keep(walk =>
    {
        if (walk.State is JobState.Published { Posting: var posting })
        {
            Assert.Distinct(posting.Reserved.Select(held => held.Application).Concat(posting.Hired));
        }
    });

    [Fact]
    public void A_job_is_filled_when_all_its_positions_are_and_open_when_one_is_not() => _job.Keep(walk =>
    {
        if (walk.State is JobState.Open or JobState.Filled)
        {
            var job = (JobState.Published)walk.State;
            Assert.Equal(job is JobState.Filled, job.Posting.Hired.Count == job.Facts.Terms.Positions.Value);
        }
    });

    [Fact]
    public void Pay_does_not_fall_after_the_first_application() => _job.Keep(walk =>
    {
        var pay = walk.Events.SkipWhile(happened => happened is not JobEvent.FirstApplicationReceived)
            .OfType<JobEvent.Edited>().Select(edited => edited.Terms.Pay.Amount.Amount).ToArray();
        Assert.Equal(pay.Order(), pay);
    });

    [Fact]
    public void No_job_is_open_for_more_than_thirty_days_or_past_its_start() => _job.Keep(walk =>
    {
        if (walk.State is JobState.Open { Facts.Terms.When: var work, Posting: var posting })
        {
            Assert.True(posting.ExpiresAt <= work.Start && posting.ExpiresAt <= posting.PublishedAt.AddDays(30));
        }
    });

    [Fact]
    public void A_repeated_command_yields_nothing() => _job.Repeat_yields_nothing();

    [Fact]
    public void Every_event_is_folded_in_every_state() => _job.Evolve_is_total();

    [Fact]
    public void Every_event_happens() => _job.Every_event_happens();
}
