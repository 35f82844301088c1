using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Helpers;

/// <summary>How a helper's state follows from the events. An event that does not fit the state changes nothing.</summary>
internal static class HelperEvolution
{
    public static HelperState Evolve(HelperState state, HelperEvent recorded) => (state, recorded) switch
    {
        (_, HelperEvent.Registered registered) => new HelperState.Draft(Start(registered)),
        (HelperState.Registered helper, HelperEvent.OnboardingCompleted or HelperEvent.Resumed) => new HelperState.Active(helper.Profile),
        (HelperState.Registered helper, HelperEvent.Paused) => new HelperState.Paused(helper.Profile),
        (HelperState.Registered helper, _) => helper with { Profile = Change(helper.Profile, recorded) },
        _ => state,
    };

    public static HelperFile Unscanned(HelperEvent.FileAttached file) =>
        new(file.File, file.Purpose, file.FileName, file.ContentType, file.Size, file.Hash, FileScan.Pending);

    public static FileScan Verdict(bool clean) => clean ? FileScan.Clean : FileScan.Infected;

    private static HelperProfile Start(HelperEvent.Registered registered) => new(
        registered.Helper, registered.Region, registered.Name, registered.Email, registered.Phone, new ContactCheck.Unchecked(),
        Headline: null, About: null, Languages: [], Skills: [], Rates: [], Plan: null, Exceptions: [], Area: null, Files: []);

    private static HelperProfile Change(HelperProfile profile, HelperEvent recorded) => recorded switch
    {
        HelperEvent.ContactCodeIssued issued =>
            profile with { Contact = Sent(profile.Contact, issued) },
        HelperEvent.ContactCodeMistaken mistaken when profile.Contact is ContactCheck.CodeSent sent && sent.Number == mistaken.Number =>
            profile with { Contact = sent with { Mistakes = sent.Mistakes + 1 } },
        HelperEvent.ContactVerified => profile with { Contact = new ContactCheck.Verified() },
        HelperEvent.ProfileUpdated updated =>
            profile with { Name = updated.Name, Phone = updated.Phone, Headline = updated.Headline, About = updated.About },
        HelperEvent.LanguagesSet set => profile with { Languages = set.Languages },
        HelperEvent.AvailabilityPlanSet set => profile with { Plan = set.Plan },
        HelperEvent.AvailabilityExceptionAdded added => profile with
        {
            Exceptions = Without(profile.Exceptions, added.Exception.Date).Add(added.Exception).OrderBy(exception => exception.Date).ToValueList(),
        },
        HelperEvent.AvailabilityExceptionRemoved removed =>
            profile with { Exceptions = Without(profile.Exceptions, removed.Date) },
        HelperEvent.ServiceAreaSet set => profile with { Area = set.Area },
        HelperEvent.SkillAdded or HelperEvent.SkillRevised or HelperEvent.SkillRemoved or HelperEvent.RateSet or HelperEvent.RateRemoved =>
            ChangeSkills(profile, recorded),
        _ => profile with { Files = ChangeFiles(profile.Files, recorded) },
    };

    private static ContactCheck.CodeSent Sent(ContactCheck before, HelperEvent.ContactCodeIssued issued)
    {
        var expiries = before is ContactCheck.CodeSent sent ? sent.Expiries : [];
        var lastDay = expiries.Where(expiry => expiry > issued.ExpiresAt - TimeSpan.FromDays(1)).Add(issued.ExpiresAt);
        return new ContactCheck.CodeSent(issued.Number, issued.Digest, issued.ExpiresAt, Mistakes: 0, lastDay);
    }

    private static HelperProfile ChangeSkills(HelperProfile profile, HelperEvent recorded) => recorded switch
    {
        HelperEvent.SkillAdded added => profile with { Skills = With(profile.Skills, new(added.Skill, added.Level, added.Years)) },
        HelperEvent.SkillRevised revised => profile with { Skills = With(profile.Skills, new(revised.Skill, revised.Level, revised.Years)) },
        // A skill's own rate goes with it.
        HelperEvent.SkillRemoved removed => profile with
        {
            Skills = profile.Skills.Where(held => held.Skill != removed.Skill),
            Rates = profile.Rates.Where(rate => rate.Skill != removed.Skill),
        },
        HelperEvent.RateSet set => profile with { Rates = profile.Rates.Where(rate => rate.Skill != set.Skill).Add(new(set.Skill, set.Rate)) },
        HelperEvent.RateRemoved removed => profile with { Rates = profile.Rates.Where(rate => rate.Skill != removed.Skill) },
        _ => profile,
    };

    private static ValueList<AvailabilityException> Without(ValueList<AvailabilityException> exceptions, DateOnly date) =>
        exceptions.Where(exception => exception.Date != date);

    private static ValueList<HeldSkill> With(ValueList<HeldSkill> skills, HeldSkill skill) =>
        skills.Where(held => held.Skill != skill.Skill).Add(skill);

    private static ValueList<HelperFile> ChangeFiles(ValueList<HelperFile> files, HelperEvent recorded) => recorded switch
    {
        HelperEvent.FileAttached attached => files.Where(file => file.File != attached.File).Add(Unscanned(attached)),
        HelperEvent.FileScanned scanned =>
            files.Select(file => file.File == scanned.File ? file with { Scan = Verdict(scanned.Clean) } : file).ToValueList(),
        HelperEvent.FileRemoved removed => files.Where(file => file.File != removed.File),
        _ => files,
    };
}
