using System.Text.Json;
using LaborMarketplace.Cli.Client;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Cli.Simulate;

/// <summary>An employer's days: being verified, posting jobs, choosing among applicants.</summary>
internal sealed class EmployerLife(World world, PlannedEmployer employer, IReadOnlyList<PlannedJob> jobs)
{
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromHours(12), OfferLasts = TimeSpan.FromHours(18), StopsHiringBefore = TimeSpan.FromHours(3);

    private readonly Person _me = world.PersonOf(employer);
    private Guid _id;

    public async Task Register(CancellationToken cancellation)
    {
        var registration = new { Name = Name.From(employer.Name), SimulationPlan.Region, ContactEmail = employer.Email };
        if (await world.Send(_me, "employers", registration, cancellation) is not Answer.Done registered)
        {
            return;
        }

        _id = registered.Id;
        if (world.Dice.Happens(Habits.PublishesBeforeVerified, "publishes before verified", employer.Number) && jobs.Count > 0
            && await Draft(jobs[0], cancellation) is { } draft)
        {
            await world.Send(_me, $"jobs/{draft}/publish", null, cancellation);
            await world.Send(_me, $"jobs/{draft}/cancel", new { Reason = "Posted too early." }, cancellation);
        }

        await world.Send(world.Reviewer, $"employers/{_id}/verify", null, cancellation);
        foreach (var job in jobs)
        {
            world.Agenda.At(job.PostedAt, stop => Post(job, stop));
        }
    }

    private async Task Post(PlannedJob job, CancellationToken cancellation)
    {
        if (Happens(Habits.OffersPayBelowMinimum, "pays below minimum", job))
        {
            var underpaid = job with { Terms = job.Terms with { Pay = new Pay(PayKind.Hourly, new Money(5, Currency.UsDollar)) } };
            if (await Draft(underpaid, cancellation) is { } refused)
            {
                await world.Send(_me, $"jobs/{refused}/publish", null, cancellation);
            }
        }

        if (await Draft(job, cancellation) is not { } id || await world.Send(_me, $"jobs/{id}/publish", null, cancellation) is not Answer.Done)
        {
            return;
        }

        world.Agenda.After(LooksAgainAfter, stop => Review(id, job, stop));
        if (Happens(Habits.CancelsJob, "cancels job", job))
        {
            world.Agenda.At(job.Terms.When.Start.AddDays(-1), stop => world.Send(_me, $"jobs/{id}/cancel", new { Reason = "The event is off." }, stop));
        }
    }

    private async Task<Guid?> Draft(PlannedJob job, CancellationToken cancellation)
    {
        if (await world.Send(_me, "jobs", new { Employer = _id, job.Terms }, cancellation) is not Answer.Done drafted)
        {
            return null;
        }

        world.Add(drafted.Id, job, _me);
        return drafted.Id;
    }

    /// <summary>Goes through the applicants, and comes back until it is too late for the job.</summary>
    private async Task Review(Guid id, PlannedJob job, CancellationToken cancellation)
    {
        if (world.Agenda.Now > job.Terms.When.Start - StopsHiringBefore
            || await world.Read(_me, $"jobs/{id}/applications?limit=200", cancellation) is not { } applications)
        {
            return;
        }

        var taken = applications.GetProperty("items").EnumerateArray().Count(item => StateOf(item) is "offered" or "accepted" or "hired");
        var places = job.Terms.Positions.Value - taken;
        places += Happens(Habits.OffersBeyondPositions, "offers beyond positions", job) ? 1 : 0;
        foreach (var applicant in applications.GetProperty("items").EnumerateArray().Where(item => StateOf(item) is "submitted" or "shortlisted"))
        {
            places -= await Choose(applicant, job, places, cancellation) ? 1 : 0;
        }

        if (Happens(Habits.LowersPayAfterApplications, "lowers pay", job))
        {
            var lower = job.Terms with { Pay = new Pay(PayKind.Hourly, new Money(8, Currency.UsDollar)) };
            await world.Send(_me, $"jobs/{id}/edit", new { Terms = lower }, cancellation);
        }

        world.Agenda.After(LooksAgainAfter, stop => Review(id, job, stop));
    }

    /// <returns>Whether the applicant was made an offer.</returns>
    private async Task<bool> Choose(JsonElement applicant, PlannedJob job, int places, CancellationToken cancellation)
    {
        var (application, helper) = (applicant.GetProperty("id").GetGuid(), applicant.GetProperty("helper").GetGuid());
        if (world.LifeOf(helper) is not { } life)
        {
            return false;
        }

        if (StateOf(applicant) == "submitted")
        {
            if (world.Dice.Happens(Habits.RejectsApplicant, "rejects", job.Number, life.Number))
            {
                await world.Send(_me, $"applications/{application}/reject", new { Reason = "Others have done this work for longer." }, cancellation);
                return false;
            }

            await world.Send(_me, $"applications/{application}/shortlist", null, cancellation);
        }

        if (places <= 0)
        {
            return false;
        }

        var offer = new { ExpiresAt = Earlier(world.Agenda.Now + OfferLasts, job.Terms.When.Start) };
        if (await world.Send(_me, $"applications/{application}/make-offer", offer, cancellation) is not Answer.Done)
        {
            return false;
        }

        life.Consider(application, job);
        return true;
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static string? StateOf(JsonElement document) => document.GetProperty("state").GetString();

    private bool Happens(double likelihood, string question, PlannedJob job) => world.Dice.Happens(likelihood, question, job.Number);
}
