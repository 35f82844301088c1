using LaborMarketplace.Cli.Client;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Cli.Simulate;

/// <summary>One assignment's days: confirming, working or not, hours, approval, ratings.</summary>
internal sealed class WorkLife(World world, Guid assignment, PlannedJob job, PlannedHelper helper, Person worker)
{
    private readonly Person _employer = world.OwnerOf(job);

    private TimeWindow When => job.Terms.When;

    public void Begin()
    {
        world.Agenda.After(TimeSpan.FromHours(1), stop => Send(worker, "confirm", null, stop));
        if (Happens(Habits.CancelsEarly, "cancels early"))
        {
            world.Agenda.At(When.Start.AddHours(-30), stop => Send(worker, "cancel", new { Reason = "I have to travel." }, stop));
        }
        else if (Happens(Habits.CancelsLate, "cancels late"))
        {
            var by = Happens(0.5, "the employer cancels") ? _employer : worker;
            world.Agenda.At(When.Start.AddHours(-5), stop => Send(by, "cancel", new { Reason = "Something came up." }, stop));
        }
        else if (Happens(Habits.DoesNotShowUp, "does not show up"))
        {
            world.Agenda.At(When.Start.AddHours(2), ReportNoShow);
        }
        else
        {
            PlanWork();
        }
    }

    private void PlanWork()
    {
        if (Happens(Habits.ChecksInTooEarly, "checks in too early"))
        {
            world.Agenda.At(When.Start.AddHours(-3), stop => Send(worker, "check-in", Position(0), stop));
        }

        world.Agenda.At(When.Start, CheckIn);
        if (Happens(Habits.TakesBreak, "takes a break") && When.Length() >= TimeSpan.FromHours(4))
        {
            world.Agenda.At(When.Start.AddHours(1), stop => Send(worker, "start-break", null, stop));
            world.Agenda.At(When.Start.AddHours(2), stop => Send(worker, "end-break", null, stop));
        }

        world.Agenda.At(When.End, CheckOut);
    }

    private async Task ReportNoShow(CancellationToken cancellation)
    {
        if (await Send(_employer, "report-no-show", null, cancellation) && Happens(Habits.ContestsNoShow, "contests"))
        {
            world.Agenda.After(TimeSpan.FromHours(20), stop => Send(worker, "contest-no-show", new { Reason = "I was there, at the back door." }, stop));
        }
    }

    private async Task CheckIn(CancellationToken cancellation)
    {
        if (Happens(Habits.ChecksInFromFarAway, "checks in from far away"))
        {
            await Send(worker, "check-in", Position(0.05), cancellation);
        }

        await Send(worker, "check-in", Position(0.0005), cancellation);
    }

    private async Task CheckOut(CancellationToken cancellation)
    {
        if (!await Send(worker, "check-out", null, cancellation))
        {
            return;
        }

        if (Happens(Habits.AddsOverlappingEntry, "adds an overlapping entry"))
        {
            var settingUp = new TimeWindow(When.Start.AddMinutes(10), When.Start.AddMinutes(40));
            await Send(worker, "add-time-entry", new { Worked = settingUp, Note = "Setting up." }, cancellation);
        }

        await Send(worker, "complete", null, cancellation);
        world.Agenda.After(TimeSpan.FromHours(1), SubmitHours);
    }

    private async Task SubmitHours(CancellationToken cancellation)
    {
        if (!await Send(worker, "submit-hours", null, cancellation))
        {
            return;
        }

        if (Happens(Habits.ApprovesOwnHours, "approves own hours"))
        {
            await Send(worker, "approve-hours", null, cancellation);
        }

        if (Happens(Habits.DisputesHours, "disputes"))
        {
            world.Agenda.After(TimeSpan.FromHours(6), Dispute);
        }
        else if (!Happens(Habits.LeavesHoursUntouched, "leaves hours untouched"))
        {
            world.Agenda.After(TimeSpan.FromHours(6), stop => Send(_employer, "approve-hours", null, stop));
        }

        PlanRatings();
    }

    private async Task Dispute(CancellationToken cancellation)
    {
        if (await Send(_employer, "open-dispute", new { Reason = "The last hour was not worked." }, cancellation))
        {
            await Send(worker, "answer-dispute", new { Answer = "I stayed until the end." }, cancellation);
            world.Agenda.After(TimeSpan.FromHours(24), stop => Send(
                world.Reviewer, "resolve-dispute", new { Total = When.Length(), Reason = "The check-out is at the end of the shift." }, stop));
        }
    }

    private void PlanRatings()
    {
        if (Happens(Habits.Rates, "the helper rates"))
        {
            world.Agenda.After(TimeSpan.FromHours(80), stop => Send(worker, "rate", new { Stars = Stars("helper"), Comment = "Friendly people." }, stop));
        }

        if (Happens(Habits.Rates, "the employer rates"))
        {
            world.Agenda.After(TimeSpan.FromHours(81), stop => Send(_employer, "rate", new { Stars = Stars("employer"), Comment = "Came in time." }, stop));
        }
    }

    private int Stars(string side) => Math.Min(5, world.Dice.Between(2, 7, $"stars of the {side}", helper.Number, job.Number));

    /// <summary>Where the helper's phone says they are: so many degrees north of the place.</summary>
    private object Position(double degreesOff) => new
    {
        Position = new GeoPoint(job.Terms.Place!.Point.Latitude + degreesOff, job.Terms.Place.Point.Longitude),
        AccuracyInMetres = 12.5,
    };

    private async Task<bool> Send(Person who, string command, object? body, CancellationToken cancellation) =>
        await world.Send(who, $"assignments/{assignment}/{command}", body, cancellation) is Answer.Done;

    private bool Happens(double likelihood, string question) => world.Dice.Happens(likelihood, question, helper.Number, job.Number);
}
