using System.Diagnostics;
using LaborMarketplace.Domain.Skills;
using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Decision<LaborMarketplace.Domain.Helpers.HelperEvent>;

namespace LaborMarketplace.Domain.Helpers;

/// <summary>The rules of a helper's profile and life. The rules of the contact code stand in <see cref="ContactRules"/>.</summary>
public static class HelperDecider
{
    /// <summary>How many languages a helper may name.</summary>
    public const int MostLanguages = 30;

    /// <summary>How many files a helper may have at a time.</summary>
    public const int MostFiles = 50;

    /// <summary>How many days to come may differ from the plan.</summary>
    public const int MostExceptions = 366;

    public static Decider<HelperState, HelperCommand, HelperEvent> For(Policy policy) =>
        new("helper", new HelperState.Unregistered(), (state, command, now) => Decide(policy, state, command, now), HelperEvolution.Evolve);

    private static Decision<HelperEvent> Decide(Policy policy, HelperState state, HelperCommand command, DateTimeOffset now) =>
        (state, command) switch
        {
            (HelperState.Registered helper, HelperCommand.Register register) => RegisterAgain(helper.Profile, register),
            (_, HelperCommand.Register register) =>
                Accept(new HelperEvent.Registered(register.Helper, register.Region, register.Name, register.Email, register.Phone)),
            (HelperState.Registered helper, _) => command switch
            {
                HelperCommand.IssueContactCode issue => ContactRules.Issue(policy, helper.Profile.Contact, issue, now),
                HelperCommand.VerifyContact verify => ContactRules.Verify(policy, helper.Profile.Contact, verify, now),
                HelperCommand.CompleteOnboarding => CompleteOnboarding(helper),
                HelperCommand.Pause or HelperCommand.Resume => PauseOrResume(helper, command),
                HelperCommand.AddSkill or HelperCommand.ReviseSkill or HelperCommand.RemoveSkill => Skills(helper, command),
                HelperCommand.SetRate or HelperCommand.RemoveRate => Rates(helper, command),
                HelperCommand.AttachFile or HelperCommand.RecordFileScan or HelperCommand.RemoveFile => Files(helper.Profile, command),
                _ => Profile(helper.Profile, command, now),
            },
            _ => NotFound("helper.not-found", "Nobody has registered as this helper."),
        };

    private static Decision<HelperEvent> RegisterAgain(HelperProfile profile, HelperCommand.Register register) =>
        (profile.Region, profile.Name, profile.Email, profile.Phone) == (register.Region, register.Name, register.Email, register.Phone)
            ? Unchanged
            : Refuse("helper.already-registered", "The helper is registered: region and address stay, the rest changes by updating the profile.");

    private static Decision<HelperEvent> CompleteOnboarding(HelperState.Registered helper) => helper switch
    {
        HelperState.Active or HelperState.Paused => Unchanged,
        { Profile.Missing: { Count: > 0 } missing } =>
            Refuse("helper.onboarding-incomplete", $"Onboarding still needs: {string.Join(", ", missing)}.", ("missing", missing)),
        _ => Accept(new HelperEvent.OnboardingCompleted()),
    };

    private static Decision<HelperEvent> PauseOrResume(HelperState.Registered helper, HelperCommand command) => (helper, command) switch
    {
        (HelperState.Active, HelperCommand.Pause pause) => Accept(new HelperEvent.Paused(pause.Reason)),
        (HelperState.Paused, HelperCommand.Resume) => Accept(new HelperEvent.Resumed()),
        (HelperState.Draft, _) => Refuse("helper.not-onboarded", "Only a helper who has completed onboarding pauses and resumes."),
        _ => Unchanged,
    };

    private static Decision<HelperEvent> Skills(HelperState.Registered helper, HelperCommand command) => command switch
    {
        HelperCommand.AddSkill add when !SkillCatalogue.Contains(add.Skill) =>
            Reject("helper.skill-unknown", $"The skill catalogue has no {add.Skill}; GET /v1/skills lists the codes that it has.", ("skill", add.Skill)),
        HelperCommand.AddSkill add => Held(helper, add.Skill) switch
        {
            null => Accept(new HelperEvent.SkillAdded(add.Skill, add.Level, add.Years)),
            { } held when (held.Level, held.Years) == (add.Level, add.Years) => Unchanged,
            _ => Refuse("helper.skill-present", $"The helper has {add.Skill} already; revise it instead.", ("skill", add.Skill)),
        },
        HelperCommand.ReviseSkill revise => Held(helper, revise.Skill) switch
        {
            null => SkillMissing(revise.Skill),
            { } held when (held.Level, held.Years) == (revise.Level, revise.Years) => Unchanged,
            _ => Accept(new HelperEvent.SkillRevised(revise.Skill, revise.Level, revise.Years)),
        },
        HelperCommand.RemoveSkill remove when Held(helper, remove.Skill) is null => Unchanged,
        HelperCommand.RemoveSkill remove => TakeAway(helper, new HelperEvent.SkillRemoved(remove.Skill)),
        _ => throw new UnreachableException(),
    };

    private static Decision<HelperEvent> Rates(HelperState.Registered helper, HelperCommand command)
    {
        var rates = helper.Profile.Rates;
        return command switch
        {
            HelperCommand.SetRate { Skill: { } skill } when Held(helper, skill) is null => SkillMissing(skill),
            HelperCommand.SetRate set when rates.Contains(new HelperRate(set.Skill, set.Rate)) => Unchanged,
            HelperCommand.SetRate set when rates.Where(rate => rate.Skill != set.Skill) is [{ Pay.Amount.Currency: var others }, ..]
                && others != set.Rate.Amount.Currency =>
                Refuse("helper.rate-currency", $"A helper's rates are in one currency, now {others}; remove the others to change it.",
                    ("currency", set.Rate.Amount.Currency), ("others", others)),
            HelperCommand.SetRate set => Accept(new HelperEvent.RateSet(set.Skill, set.Rate)),
            HelperCommand.RemoveRate remove when rates.Any(rate => rate.Skill == remove.Skill) =>
                TakeAway(helper, new HelperEvent.RateRemoved(remove.Skill)),
            HelperCommand.RemoveRate => Unchanged,
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Accepts what takes something away, unless that would undo what onboarding asked for.</summary>
    private static Decision<HelperEvent> TakeAway(HelperState.Registered helper, HelperEvent taken) =>
        HelperEvolution.Evolve(helper, taken) is HelperState.Registered { Profile.Missing: { Count: > 0 } missing } and not HelperState.Draft
            ? Refuse("helper.still-needed", $"An onboarded helper keeps a {string.Join(" and a ", missing)}; add another first.", ("missing", missing))
            : Accept(taken);

    private static Decision<HelperEvent> Profile(HelperProfile profile, HelperCommand command, DateTimeOffset now) => command switch
    {
        HelperCommand.UpdateProfile update =>
            (profile.Name, profile.Phone, profile.Headline, profile.About) == (update.Name, update.Phone, update.Headline, update.About)
                ? Unchanged
                : Accept(new HelperEvent.ProfileUpdated(update.Name, update.Phone, update.Headline, update.About)),
        HelperCommand.SetLanguages set when set.Languages.DistinctBy(spoken => spoken.Language).Count() < set.Languages.Count =>
            Reject("helper.language-repeated", "A language is named once, with one level."),
        HelperCommand.SetLanguages { Languages.Count: > MostLanguages } =>
            Reject("helper.too-many-languages", $"A helper names at most {MostLanguages} languages."),
        HelperCommand.SetLanguages set => profile.Languages.Equals(set.Languages) ? Unchanged : Accept(new HelperEvent.LanguagesSet(set.Languages)),
        HelperCommand.SetAvailabilityPlan set => set.Plan == profile.Plan ? Unchanged : Accept(new HelperEvent.AvailabilityPlanSet(set.Plan)),
        HelperCommand.SetServiceArea set => set.Area == profile.Area ? Unchanged : Accept(new HelperEvent.ServiceAreaSet(set.Area)),
        HelperCommand.AddAvailabilityException add => AddException(profile, add.Exception, now),
        HelperCommand.RemoveAvailabilityException remove => profile.Exceptions.Any(exception => exception.Date == remove.Date)
            ? Accept(new HelperEvent.AvailabilityExceptionRemoved(remove.Date))
            : Unchanged,
        _ => throw new UnreachableException(),
    };

    private static Decision<HelperEvent> AddException(HelperProfile profile, AvailabilityException exception, DateTimeOffset now) => profile switch
    {
        _ when profile.Exceptions.Contains(exception) => Unchanged,
        { Plan: null } => Refuse("helper.plan-missing", "Set an availability plan first: an exception is one to it, in its zone."),
        { Plan: { } plan } => AddException(profile, exception, today: plan.Zone.DateAt(now)),
    };

    private static Decision<HelperEvent> AddException(HelperProfile profile, AvailabilityException exception, DateOnly today)
    {
        if (exception.Date < today)
        {
            return Reject("helper.exception-in-past", "An availability exception is for today or a day to come, in the plan's zone.",
                ("date", exception.Date), ("today", today));
        }

        return profile.Exceptions.Count(other => other.Date >= today && other.Date != exception.Date) >= MostExceptions
            ? Refuse("helper.too-many-exceptions", $"At most {MostExceptions} days to come differ from the plan; change the plan instead.")
            : Accept(new HelperEvent.AvailabilityExceptionAdded(exception));
    }

    private static Decision<HelperEvent> Files(HelperProfile profile, HelperCommand command) => command switch
    {
        HelperCommand.AttachFile { Purpose: FilePurpose.Portfolio, ContentType: ContentType.Pdf } =>
            Reject("helper.portfolio-not-picture", "A portfolio shows pictures: JPEG, PNG or WebP. A PDF is attached as a document."),
        HelperCommand.AttachFile attach => Attach(profile, new HelperEvent.FileAttached(
            attach.File, attach.Purpose, attach.FileName, attach.ContentType, attach.Size, attach.Hash)),
        // A scan may end after the helper has removed the file: there is nothing left to mark.
        HelperCommand.RecordFileScan scan => File(profile, scan.File) is not { } file || file.Scan == HelperEvolution.Verdict(scan.Clean)
            ? Unchanged
            : Accept(new HelperEvent.FileScanned(scan.File, scan.Clean)),
        HelperCommand.RemoveFile remove => File(profile, remove.File) is null ? Unchanged : Accept(new HelperEvent.FileRemoved(remove.File)),
        _ => throw new UnreachableException(),
    };

    private static Decision<HelperEvent> Attach(HelperProfile profile, HelperEvent.FileAttached attached) => File(profile, attached.File) switch
    {
        { } file when file == HelperEvolution.Unscanned(attached) with { Scan = file.Scan } => Unchanged,
        { } => Refuse("helper.file-id-taken", "Another file has this id; each has an id of its own.", ("file", attached.File)),
        null when profile.Files.Count >= MostFiles => Refuse("helper.too-many-files", $"A helper has at most {MostFiles} files; remove one first."),
        null => Accept(attached),
    };

    private static HeldSkill? Held(HelperState.Registered helper, Skill skill) =>
        helper.Profile.Skills.FirstOrDefault(held => held.Skill == skill);

    private static HelperFile? File(HelperProfile profile, FileId id) => profile.Files.FirstOrDefault(file => file.File == id);

    private static Decision<HelperEvent> SkillMissing(Skill skill) =>
        Refuse("helper.skill-missing", $"The helper does not have {skill}; add it first.", ("skill", skill));
}
