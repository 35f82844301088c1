using LaborMarketplace.Cli.Client;
using LaborMarketplace.Cli.Data;
using LaborMarketplace.Cli.Simulate;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Cli.Sample;

/// <summary>Fills a new marketplace with made-up people and jobs, through its public API.</summary>
/// <remarks>
/// The people follow from a seed and the moment the filling began, and each request's Idempotency-Key from the people: a filling that was
/// interrupted goes on, when it is run again with the same moment, without making anything twice.
/// </remarks>
internal sealed class SampleMarketplace(MarketplaceClient client, People people, DateTimeOffset began)
{
    private const int Seed = 20_260, AtOnce = 16, ApplicationsOfAHelper = 2;

    private static readonly PlanSize Size = new(Helpers: 200, Employers: 50, Jobs: 300, Days: 14);

    /// <summary>How many steps <see cref="Fill"/> reports.</summary>
    public static int Steps => Size.Employers + Size.Jobs + (2 * Size.Helpers);

    public static Guid FirstHelper(DateTimeOffset began) => SimulationPlan.HelperId(0, began);

    public static Guid FirstEmployer(DateTimeOffset began) => SimulationPlan.OwnerId(0, began);

    private readonly Dice _dice = new(Seed);
    private readonly Mailbox _mailbox = new(client, people);
    private readonly Person _reviewer = people.Person(Role.Reviewer);

    /// <exception cref="ExpectedFailure">The marketplace refuses what it should take.</exception>
    public async Task Fill(Action<int> progress, CancellationToken cancellation)
    {
        var plan = SimulationPlan.Make(Size, _dice, began, ZipCodes.Known);
        var (employers, jobs) = (new Employer[Size.Employers], new Guid[Size.Jobs]);
        await Each(plan.Employers, async (employer, stop) => employers[employer.Number] = await Register(employer, stop));
        await Each(plan.Jobs, async (job, stop) => jobs[job.Number] = await Publish(job, employers[job.Employer], stop));
        await Each(plan.Helpers, Onboard);
        await Each(plan.Helpers, (helper, stop) => Apply(helper, plan.Jobs, jobs, employers, stop));

        Task Each<T>(IEnumerable<T> all, Func<T, CancellationToken, Task> work) => Parallel.ForEachAsync(
            all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (one, stop) =>
            {
                await work(one, stop);
                progress(1);
            });
    }

    private async Task<Employer> Register(PlannedEmployer employer, CancellationToken cancellation)
    {
        var owner = people.Person(employer.Owner, Role.Employer);
        var registration = new { employer.Name, SimulationPlan.Region, ContactEmail = employer.Email };
        var registered = await Send(owner, "employers", registration, $"employer-{employer.Number}", cancellation);
        await Send(_reviewer, $"employers/{registered.Id}/verify", null, $"employer-{employer.Number}", cancellation);
        return new Employer(registered.Id, owner);
    }

    private async Task<Guid> Publish(PlannedJob job, Employer employer, CancellationToken cancellation)
    {
        var drafted = await Send(employer.Owner, "jobs", new { Employer = employer.Id, job.Terms }, $"job-{job.Number}", cancellation);
        await Send(employer.Owner, $"jobs/{drafted.Id}/publish", null, $"job-{job.Number}", cancellation);
        return drafted.Id;
    }

    private async Task Onboard(PlannedHelper helper, CancellationToken cancellation)
    {
        var (me, key) = (people.Person(helper.Id, Role.Helper), $"helper-{helper.Number}");
        await Send(me, "helpers", Onboarding.Registration(helper), key, cancellation);
        await VerifyContact(me, helper, cancellation);
        foreach (var (command, body) in Onboarding.Steps(helper))
        {
            await Send(me, $"helpers/{helper.Id}/{command}", body, key, cancellation);
        }

        if (_dice.Happens(Habits.AsksForVerification, "sample verification", helper.Number))
        {
            await Verify(me, helper, key, cancellation);
        }
    }

    /// <summary>A code that was sent before an interruption may be too old by now; then another one is asked for.</summary>
    private async Task VerifyContact(Person me, PlannedHelper helper, CancellationToken cancellation)
    {
        var code = await _mailbox.WaitForCode(helper.Id, null, cancellation);
        if (await client.Send(me, $"helpers/{helper.Id}/verify-contact", new { Code = code }, cancellation) is not Answer.Done)
        {
            (await client.Send(me, $"helpers/{helper.Id}/request-contact-code", null, cancellation)).OrFail("send a contact code");
            var fresh = new { Code = await _mailbox.WaitForCode(helper.Id, code, cancellation) };
            (await client.Send(me, $"helpers/{helper.Id}/verify-contact", fresh, cancellation)).OrFail("verify a contact");
        }
    }

    private async Task Verify(Person me, PlannedHelper helper, string key, CancellationToken cancellation)
    {
        var requested = await Send(me, $"helpers/{helper.Id}/request-verification", new { Type = VerificationType.Identity }, key, cancellation);
        await Send(me, $"verifications/{requested.Id}/grant-consent", Consent.Given, key, cancellation);
        if (_dice.Happens(0.6, "sample reviewed", helper.Number))
        {
            await Send(_reviewer, $"verifications/{requested.Id}/start", null, key, cancellation);
            await Send(_reviewer, $"verifications/{requested.Id}/clear", null, key, cancellation);
        }
    }

    private async Task Apply(
        PlannedHelper helper, IReadOnlyList<PlannedJob> plans, Guid[] jobs, Employer[] employers, CancellationToken cancellation)
    {
        var me = people.Person(helper.Id, Role.Helper);
        var fitting = plans.Where(job => job.Terms.Skills[0].Skill == helper.Skill && job.Terms.Verification == VerificationLevel.None).ToList();
        var chosen = Enumerable.Range(0, ApplicationsOfAHelper).Select(number => _dice.Pick(fitting, "sample application", helper.Number, number)).Distinct();
        foreach (var job in chosen)
        {
            var (key, employer) = ($"helper-{helper.Number}-{job.Number}", employers[job.Employer].Owner);
            var application = await Try(
                me, $"jobs/{jobs[job.Number]}/submit-application", new { Message = "I have done this before." }, key, cancellation);
            if (application is not Answer.Done applied)
            {
                continue;
            }

            if (_dice.Happens(0.5, "sample shortlisted", helper.Number, job.Number))
            {
                await Try(employer, $"applications/{applied.Id}/shortlist", null, key, cancellation);
            }

            if (_dice.Happens(0.25, "sample offered", helper.Number, job.Number))
            {
                await Offer(employer, me, applied.Id, key, cancellation);
            }
        }
    }

    private async Task Offer(Person employer, Person helper, Guid application, string key, CancellationToken cancellation)
    {
        if (await Try(employer, $"applications/{application}/make-offer", new { ExpiresAt = began.AddDays(1) }, key, cancellation) is Answer.Done offered
            && _dice.Happens(0.6, $"accepts {key}")
            && await client.Read(helper, $"applications/{application}", offered.Position, cancellation) is Reading.Found seen)
        {
            var offer = seen.Document.GetProperty("offer").GetProperty("id").GetGuid();
            await Try(helper, $"applications/{application}/accept-offer", new { Offer = offer }, key, cancellation);
        }
    }

    private async Task<Answer.Done> Send(Person who, string path, object? body, string key, CancellationToken cancellation) =>
        (await Try(who, path, body, key, cancellation)).OrFail($"fill itself (at {path})");

    /// <summary>For what may be refused: a position may have gone to somebody else meanwhile.</summary>
    private Task<Answer> Try(Person who, string path, object? body, string key, CancellationToken cancellation) =>
        client.Send(who, path, body, cancellation, $"sample-{began.ToUnixTimeSeconds()}-{key}-{path.Split('/')[^1]}");

    private sealed record Employer(Guid Id, Person Owner);
}
