using System.Globalization;
using System.Text.Json;
using LaborMarketplace.Cli.Client;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Cli.Simulate;

/// <summary>A helper's days: coming to the marketplace, being verified, looking for work, answering offers.</summary>
internal sealed class HelperLife(World world, PlannedHelper helper)
{
    private const int MostApplicationsOfASearch = 3;

    private readonly Person _me = world.PersonOf(helper);

    public int Number => helper.Number;

    public DateTimeOffset RegistersAt => helper.RegistersAt;

    private string Path => $"helpers/{helper.Id}";

    public async Task Register(CancellationToken cancellation)
    {
        await SendNonsense(cancellation);
        if (await world.Send(_me, "helpers", Onboarding.Registration(helper), cancellation) is not Answer.Done)
        {
            return;
        }

        world.Made.Helpers.TryAdd(helper.Id, _me);
        if (Happens(Habits.LetsCodeExpire, "lets code expire"))
        {
            world.Agenda.After(TimeSpan.FromHours(1), ComeBackLate);
        }
        else
        {
            await Onboard(await world.Mailbox.WaitForCode(helper.Id, otherThan: null, cancellation), cancellation);
        }
    }

    /// <summary>An employer made an offer; the helper thinks it over.</summary>
    public void Consider(Guid application, PlannedJob job)
    {
        if (!Happens(Habits.LetsOfferExpire, "lets offer expire", job))
        {
            world.Agenda.After(
                TimeSpan.FromHours(world.Dice.Between(1, 8, "answers after", helper.Number, job.Number)), stop => AnswerOffer(application, job, stop));
        }
    }

    private async Task ComeBackLate(CancellationToken cancellation)
    {
        var expired = await world.Mailbox.WaitForCode(helper.Id, otherThan: null, cancellation);
        await world.Send(_me, $"{Path}/verify-contact", new { Code = expired }, cancellation);
        if (await world.Send(_me, $"{Path}/request-contact-code", null, cancellation) is Answer.Done)
        {
            await Onboard(await world.Mailbox.WaitForCode(helper.Id, expired, cancellation), cancellation);
        }
    }

    private async Task Onboard(string code, CancellationToken cancellation)
    {
        if (Happens(Habits.MistypesContactCode, "mistypes"))
        {
            await world.Send(_me, $"{Path}/verify-contact", new { Code = code == "000000" ? "000001" : "000000" }, cancellation);
        }

        if (Happens(Habits.CompletesOnboardingTooEarly, "completes too early"))
        {
            await world.Send(_me, $"{Path}/complete-onboarding", null, cancellation);
        }

        var onboarded = await world.SendAll(
            _me,
            [($"{Path}/verify-contact", new { Code = code }), .. Onboarding.Steps(helper).Select(step => ($"{Path}/{step.Command}", step.Body))],
            cancellation);
        if (!onboarded)
        {
            return;
        }

        if (Happens(Habits.AsksForVerification, "asks for verification"))
        {
            world.Agenda.After(TimeSpan.FromHours(1), AskForVerification);
        }

        for (var search = 0; search < helper.SearchesAt.Count; search++)
        {
            var number = search;
            world.Agenda.At(helper.SearchesAt[search], stop => Search(number, stop));
        }
    }

    private async Task AskForVerification(CancellationToken cancellation)
    {
        if (await world.Send(_me, $"{Path}/request-verification", new { Type = VerificationType.Identity }, cancellation) is not Answer.Done requested)
        {
            return;
        }

        world.Made.Verifications.TryAdd(requested.Id, _me);
        await world.Send(_me, $"verifications/{requested.Id}/grant-consent", Consent.Given, cancellation);
        if (Happens(Habits.WithdrawsConsent, "withdraws consent"))
        {
            await world.Send(_me, $"verifications/{requested.Id}/withdraw-consent", null, cancellation);
        }

        world.Agenda.After(TimeSpan.FromHours(3), stop => Review(requested.Id, stop));
    }

    private async Task Review(Guid verification, CancellationToken cancellation)
    {
        if (await world.Send(world.Reviewer, $"verifications/{verification}/start", null, cancellation) is not Answer.Done)
        {
            return;
        }

        await (Happens(Habits.FailsVerification, "fails verification")
            ? world.Send(world.Reviewer, $"verifications/{verification}/fail", new { Reason = "The picture on the document could not be read." }, cancellation)
            : world.Send(world.Reviewer, $"verifications/{verification}/clear", null, cancellation));
    }

    private async Task Search(int number, CancellationToken cancellation)
    {
        var near = string.Create(CultureInfo.InvariantCulture, $"{helper.Home.Centre.Latitude},{helper.Home.Centre.Longitude}");
        if (await world.Read(_me, $"jobs?skill={helper.Skill}&near={near}&radiusKm=25&limit=20", cancellation) is not { } found)
        {
            return;
        }

        var applications = 0;
        foreach (var job in found.GetProperty("items").EnumerateArray())
        {
            var id = job.GetProperty("id").GetGuid();
            if (applications < MostApplicationsOfASearch && world.JobOf(id) is { } planned && Happens(Habits.AppliesToWhatFits, $"applies {number}", planned))
            {
                applications++;
                await Apply(id, planned, cancellation);
            }
        }
    }

    private async Task Apply(Guid id, PlannedJob job, CancellationToken cancellation)
    {
        var path = $"jobs/{id}/submit-application";
        if (await world.Send(_me, path, new { Message = "I have done this before, and live close by." }, cancellation) is not Answer.Done applied)
        {
            return;
        }

        world.Made.Applications.TryAdd(applied.Id, _me);
        if (Happens(Habits.AppliesTwice, "applies twice", job))
        {
            await world.Send(_me, path, new { Message = "Did you see my application?" }, cancellation);
        }

        if (Happens(Habits.WithdrawsApplication, "withdraws", job))
        {
            world.Agenda.After(
                TimeSpan.FromHours(5),
                stop => world.Send(_me, $"applications/{applied.Id}/withdraw", new { Reason = "I found something else." }, stop));
        }
    }

    private async Task AnswerOffer(Guid application, PlannedJob job, CancellationToken cancellation)
    {
        if (await world.Read(_me, $"applications/{application}", cancellation) is not { } seen || OfferIn(seen) is not { } offer)
        {
            return;
        }

        if (Happens(Habits.DeclinesOffer, "declines", job))
        {
            await world.Send(_me, $"applications/{application}/decline-offer", new { Offer = offer, Reason = "The hours do not suit me." }, cancellation);
        }
        else if (await world.Send(_me, $"applications/{application}/accept-offer", new { Offer = offer }, cancellation) is Answer.Done)
        {
            world.Agenda.After(TimeSpan.FromHours(1), stop => SeeHire(application, job, stop));
        }
    }

    /// <summary>The hire may have failed, for other work at the same time or a job that is gone; else there is an assignment now.</summary>
    private async Task SeeHire(Guid application, PlannedJob job, CancellationToken cancellation)
    {
        if (await world.Read(_me, $"applications/{application}", cancellation) is { } seen && AssignmentIn(seen) is { } assignment)
        {
            world.Made.Assignments.TryAdd(assignment, _me);
            new WorkLife(world, assignment, job, helper, _me).Begin();
        }
    }

    private static Guid? OfferIn(JsonElement application) =>
        application.TryGetProperty("offer", out var offer) && offer.TryGetProperty("id", out var id) ? id.GetGuid() : null;

    private static Guid? AssignmentIn(JsonElement application) =>
        application.TryGetProperty("assignment", out var assignment) && assignment.ValueKind == JsonValueKind.String ? assignment.GetGuid() : null;

    private async Task SendNonsense(CancellationToken cancellation)
    {
        if (Happens(Habits.SendsNonsense, "nonsense"))
        {
            await world.Send(_me, "helpers", new { SimulationPlan.Region, helper.Name, Email = "not an address" }, cancellation);
            await world.Send(_me, $"{Path}/add-skill", new { helper.Skill, Level = 9, Years = -1 }, cancellation);
        }

        if (Happens(Habits.PicksOthersResource, "others"))
        {
            await world.Send(_me, $"helpers/{Guid.CreateVersion7(helper.RegistersAt)}/pause", null, cancellation);
        }
    }

    private bool Happens(double likelihood, string question) => world.Dice.Happens(likelihood, question, helper.Number);

    private bool Happens(double likelihood, string question, PlannedJob job) => world.Dice.Happens(likelihood, question, helper.Number, job.Number);
}
