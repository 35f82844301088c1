using System.Globalization;
using System.Text.Json;
using LaborMarketplace.Cli.Client;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Cli.Simulate;

/// <summary>A helper's days: coming to the marketplace, being verified, looking for work, answering offers.</summary>
internal sealed class HelperLife(World world, PlannedHelper helper)
{
    private const int MostApplicationsOfASearch = 3;

    private static readonly AvailabilityPlan EveryDay = new(
        SimulationPlan.Zone, Enum.GetValues<DayOfWeek>().Select(day => new WeeklySlot(day, new TimeOnly(6, 0), TimeOnly.MinValue)).ToValueList());

    private readonly Person _me = world.PersonOf(helper);

    public int Number => helper.Number;

    public DateTimeOffset RegistersAt => helper.RegistersAt;

    private string Path => $"helpers/{helper.Id}";

    public async Task Register(CancellationToken cancellation)
    {
        await SendNonsense(cancellation);
        var registration = new { SimulationPlan.Region, helper.Name, helper.Email, Phone = string.Create(CultureInfo.InvariantCulture, $"+1212{helper.Number % 10_000_000:0000000}") };
        if (await world.Send(_me, "helpers", registration, cancellation) is Answer.Done
            && await world.Send(_me, $"{Path}/request-contact-code", null, cancellation) is Answer.Done)
        {
            world.Made.Helpers.TryAdd(helper.Id, _me);
            world.Agenda.After(TimeSpan.Zero, Onboard);
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

    private async Task Onboard(CancellationToken cancellation)
    {
        if (await world.ContactCodeOf(helper, cancellation) is not { } code)
        {
            return;
        }

        if (Happens(Habits.MistypesContactCode, "mistypes"))
        {
            await world.Send(_me, $"{Path}/verify-contact", new { Code = code == "000000" ? "000001" : "000000" }, cancellation);
        }

        if (Happens(Habits.CompletesOnboardingTooEarly, "completes too early"))
        {
            await world.Send(_me, $"{Path}/complete-onboarding", null, cancellation);
        }

        var onboarded = await world.SendAll(_me, cancellation,
            ($"{Path}/verify-contact", new { Code = code }),
            ($"{Path}/set-languages", new { Languages = new[] { new { Language = "en", Level = LanguageLevel.Native } } }),
            ($"{Path}/add-skill", new { helper.Skill, helper.Level, Years = world.Dice.Between(0, 20, "years", helper.Number) }),
            ($"{Path}/set-rate", new { helper.Rate }),
            ($"{Path}/set-availability-plan", new { Plan = EveryDay }),
            ($"{Path}/set-service-area", new { Area = new { helper.Home.Centre, RadiusInKilometres = 25 } }),
            ($"{Path}/complete-onboarding", null));
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
        var consent = new { Document = new string('a', 64), DocumentVersion = "2026-01" };
        await world.Send(_me, $"verifications/{requested.Id}/grant-consent", consent, cancellation);
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
            world.Agenda.After(TimeSpan.FromHours(5), stop => world.Send(_me, $"applications/{applied.Id}/withdraw", new { Reason = "I found something else." }, stop));
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
        application.TryGetProperty("offer", out var offer) && offer.TryGetProperty("offer", out var id) ? id.GetGuid() : null;

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
