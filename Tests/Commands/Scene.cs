using LaborMarketplace.Commands;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Assignments;
using LaborMarketplace.Domain.Calendars;
using LaborMarketplace.Domain.Employers;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Tests.Commands;

/// <summary>Brings a world to where a test begins, through the same commands that people send.</summary>
internal static class Scene
{
    public static Actor.Person Owner { get; } = Somebody(1, Role.Employer);

    public static Actor.Person Reviewer { get; } = Somebody(2, Role.Reviewer);

    public static Actor.Person Stranger { get; } = Somebody(3, Role.Employer);

    public static Actor.Person Ann { get; } = Somebody(4, Role.Helper);

    public static Actor.Person Bob { get; } = Somebody(5, Role.Helper);

    public static EmployerId Employer { get; } = new(Id(6));

    public static Guid Id(int number) => DerivedId.Of($"scene {number}");

    public static Actor.Person Somebody(int number, params Role[] roles) => new(new PersonId(Id(number)), roles.ToValueList());

    public static HelperId Helper(this Actor.Person person) => new(person.Id.Value);

    /// <summary>A new request of somebody.</summary>
    public static CommandContext By(this Actor actor) => new(Guid.CreateVersion7(), null, actor, Guid.CreateVersion7());

    /// <summary>A request with an Idempotency-Key.</summary>
    public static CommandContext By(this Actor actor, string key, string request = "body") =>
        new(DerivedId.Of(key), request, actor, DerivedId.Of(key));

    public static CommandResult.Done IsDone(this CommandResult result) =>
        result as CommandResult.Done ?? throw new InvalidOperationException(
            result is CommandResult.Refused refused ? $"{refused.Refusal.Code}: {refused.Refusal.Sentence}" : result.ToString());

    public static void IsRefused(this CommandResult result, string code) =>
        Assert.Equal(code, Assert.IsType<CommandResult.Refused>(result).Refusal.Code);

    public static async Task RegisterEmployer(this World world)
    {
        (await world.Employers.Execute(Employer, Registration(Employer), Owner.By(), default)).IsDone();
        (await world.Employers.Execute(Employer, new EmployerCommand.Verify(Reviewer.Id), Reviewer.By(), default)).IsDone();
    }

    public static JobTerms Terms(this World world, int positions = 1, int level = 0, double startsInHours = 72)
    {
        var start = world.All.Time.GetUtcNow().AddHours(startsInHours);
        return new JobTerms(
            new Title("Paint a fence"), new Description("White, both sides."), new TimeWindow(start, start.AddHours(4)), new TimeZoneName("UTC"), null,
            [new RequiredSkill(Skill.From("painting"), new SkillLevel(1))], new VerificationLevel(level), Pay, Headcount.From(positions));
    }

    public static async Task<JobId> OpenJob(this World world, int positions = 1, int level = 0, double startsInHours = 72)
    {
        var job = new JobId(Guid.CreateVersion7());
        (await world.Jobs.Draft(job, Employer, world.Terms(positions, level, startsInHours), Owner.By(), default)).IsDone();
        (await world.Jobs.Publish(job, Owner.By(), default)).IsDone();
        return job;
    }

    public static HelperCommand.Register Registration(Actor.Person person) => new(
        person.Helper(), new Region("us-east"), new Name("Somebody"), EmailAddress.From($"{person.Id}@example.org"), null);

    public static EmployerCommand.Register Registration(EmployerId employer) =>
        new(employer, new Name("Works"), new Region("us-east"), Owner.Id, EmailAddress.From("office@example.org"));

    /// <summary>Registers, verifies the address and completes onboarding.</summary>
    public static async Task Onboard(this World world, Actor.Person person)
    {
        (await world.Helpers.Register(Registration(person), person.By(), default)).IsDone();
        await world.Settle();
        await world.CompleteOnboarding(person);
    }

    /// <summary>Verifies the address of somebody who has a code, and fills in what onboarding asks for.</summary>
    public static async Task CompleteOnboarding(this World world, Actor.Person person)
    {
        (await world.Helpers.VerifyContact(person.Helper(), world.All.Mail.CodeOf(person.Helper()), person.By(), default)).IsDone();
        var plan = new AvailabilityPlan(new TimeZoneName("UTC"), [new WeeklySlot(DayOfWeek.Monday, new TimeOnly(8, 0), new TimeOnly(16, 0))]);
        HelperCommand[] onboarding =
        [
            new HelperCommand.AddSkill(Skill.From("painting"), new SkillLevel(3), new Years(4)),
            new HelperCommand.SetRate(null, Pay),
            new HelperCommand.SetServiceArea(new ServiceArea(new GeoPoint(40.7, -74), 25, null)),
            new HelperCommand.SetAvailabilityPlan(plan),
            new HelperCommand.CompleteOnboarding(),
        ];
        foreach (var command in onboarding)
        {
            (await world.Helpers.Execute(person.Helper(), command, person.By(), default)).IsDone();
        }
    }

    /// <summary>Applies and gets an offer; the answer is the application and the offer.</summary>
    public static async Task<(ApplicationId Application, OfferId Offer)> Offer(
        this World world, JobId job, Actor.Person person, double expiresInHours = 24)
    {
        var application = DerivedId.Application(job, person.Helper());
        var offer = new OfferId(Guid.CreateVersion7());
        (await world.Applications.Submit(job, null, person.By(), default)).IsDone();
        var expiresAt = world.All.Time.GetUtcNow().AddHours(expiresInHours);
        (await world.Applications.MakeOffer(application, offer, null, expiresAt, Owner.By(), default)).IsDone();
        return (application, offer);
    }

    /// <summary>Applies, gets an offer and accepts it; the processes have not seen it yet.</summary>
    public static async Task<(ApplicationId Application, OfferId Offer)> Accept(
        this World world, JobId job, Actor.Person person, double expiresInHours = 24)
    {
        var (application, offer) = await world.Offer(job, person, expiresInHours);
        (await world.Applications.AcceptOffer(application, offer, person.By(), default)).IsDone();
        return (application, offer);
    }

    /// <summary>Has a stream take a command that no person can send.</summary>
    public static async Task Told<TState, TCommand, TEvent>(
        this Decider<TState, TCommand, TEvent> decider, World world, StreamName stream, TCommand command)
        where TCommand : notnull
        where TEvent : class =>
        (await world.Executor.Execute(decider, stream, command, new Actor.Process("test").By(), default)).IsDone();

    /// <summary>Asks to move work to another time, or agrees to it.</summary>
    public static Task<CommandResult> Move(this World world, OfferId offer, TimeWindow when, Actor actor) =>
        world.Assignments.Execute(DerivedId.Assignment(offer), new AssignmentCommand.Reschedule(Side.Helper, when), actor.By(), default);

    /// <summary>When the work is of which an offer was accepted.</summary>
    public static async Task<TimeWindow> WhenOf(this World world, OfferId offer) =>
        Assert.IsAssignableFrom<AssignmentState.Existing>(await world.Facts.Assignment(DerivedId.Assignment(offer), default)).Facts.When;

    public static async Task<Posting> PostingOf(this World world, JobId job) =>
        Assert.IsAssignableFrom<JobState.Published>(await world.Facts.Job(job, default)).Posting;

    public static async Task<CalendarState> CalendarOf(this World world, Actor.Person person) =>
        (await world.Executor.Load(World.Deciders.Calendar, Streams.CalendarOf(person.Helper()), default)).State;

    private static Pay Pay { get; } = new(PayKind.Hourly, new Money(25m, Currency.UsDollar));
}
