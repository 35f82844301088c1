using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Domain.Verifications;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Helpers;

public enum HelperStanding
{
    Draft,
    Active,
    Paused,
}

public sealed record ProfileSkill(Skill Skill, SkillLevel Level, Years Years);

/// <param name="Skill">Null is the general rate.</param>
public sealed record ProfileRate(Skill? Skill, Pay Rate);

/// <param name="Visible">Whether it was scanned and found clean; null until then.</param>
public sealed record ProfileFile(FileId File, FilePurpose Purpose, Name FileName, ContentType ContentType, FileSize Size, Sha256 Hash, bool? Visible);

/// <param name="ValidUntil">When it ends to hold.</param>
public sealed record HeldVerification(VerificationType Type, DateTimeOffset ValidUntil);

/// <summary>A helper, whole, with their personal data: for themselves, for employers they applied to, and for reviewers.</summary>
public sealed record HelperProfile(
    Guid Id, HelperStanding State, Region Region, Name Name, EmailAddress Email, PhoneNumber? Phone, bool ContactVerified,
    Title? Headline, Description? About, ValueList<SpokenLanguage> Languages, ValueList<ProfileSkill> Skills, ValueList<ProfileRate> Rates,
    AvailabilityPlan? Availability, ValueList<AvailabilityException> AvailabilityExceptions, ServiceArea? Area, ValueList<ProfileFile> Files,
    ValueList<HeldVerification> Verifications, DateTimeOffset RegisteredAt) : IDocument
{
    public static Projection Projection { get; } = Definition.Projection.Of<HelperProfile>("helper-profile", version: 1)
        .Creates<HelperEvent.Registered>((e, recorded) => new(
            e.Helper.Value, HelperStanding.Draft, e.Region, e.Name, e.Email, e.Phone, ContactVerified: false,
            Headline: null, About: null, Languages: [], Skills: [], Rates: [],
            Availability: null, AvailabilityExceptions: [], Area: null, Files: [], Verifications: [], recorded.At))
        .On<HelperEvent.ContactVerified>((helper, _) => helper with { ContactVerified = true })
        .On<HelperEvent.ProfileUpdated>((helper, e) => helper with { Name = e.Name, Phone = e.Phone, Headline = e.Headline, About = e.About })
        .On<HelperEvent.LanguagesSet>((helper, e) => helper with { Languages = e.Languages })
        .On<HelperEvent.SkillAdded>((helper, e) => helper with { Skills = helper.Skills.Add(new(e.Skill, e.Level, e.Years)) })
        .On<HelperEvent.SkillRevised>((helper, e) => helper with { Skills = Without(helper.Skills, e.Skill).Add(new(e.Skill, e.Level, e.Years)) })
        .On<HelperEvent.SkillRemoved>((helper, e) => helper with { Skills = Without(helper.Skills, e.Skill) })
        .On<HelperEvent.RateSet>((helper, e) => helper with { Rates = helper.Rates.Where(rate => rate.Skill != e.Skill).Add(new(e.Skill, e.Rate)) })
        .On<HelperEvent.RateRemoved>((helper, e) => helper with { Rates = helper.Rates.Where(rate => rate.Skill != e.Skill) })
        .On<HelperEvent.AvailabilityPlanSet>((helper, e) => helper with { Availability = e.Plan })
        .On<HelperEvent.AvailabilityExceptionAdded>((helper, e) => helper with
        {
            AvailabilityExceptions = helper.AvailabilityExceptions.Where(day => day.Date != e.Exception.Date).Add(e.Exception),
        })
        .On<HelperEvent.AvailabilityExceptionRemoved>((helper, e) => helper with
        {
            AvailabilityExceptions = helper.AvailabilityExceptions.Where(day => day.Date != e.Date),
        })
        .On<HelperEvent.ServiceAreaSet>((helper, e) => helper with { Area = e.Area })
        .On<HelperEvent.FileAttached>((helper, e) => helper with
        {
            Files = helper.Files.Add(new(e.File, e.Purpose, e.FileName, e.ContentType, e.Size, e.Hash, Visible: null)),
        })
        .On<HelperEvent.FileScanned>((helper, e) => helper with
        {
            Files = [.. helper.Files.Select(file => file.File == e.File ? file with { Visible = e.Clean } : file)],
        })
        .On<HelperEvent.FileRemoved>((helper, e) => helper with { Files = helper.Files.Where(file => file.File != e.File) })
        .On<HelperEvent.OnboardingCompleted>((helper, _) => helper with { State = HelperStanding.Active })
        .On<HelperEvent.Paused>((helper, _) => helper with { State = HelperStanding.Paused })
        .On<HelperEvent.Resumed>((helper, _) => helper with { State = HelperStanding.Active })
        .Follows<VerificationEvent.Requested>(e => e.Helper.Value, (helper, e, _) => helper with
        {
            // Asking again for a type starts over; what it had cleared holds no more.
            Verifications = helper.Verifications.Where(held => held.Type != e.Type),
            Hidden = helper.Hidden.Where(asked => asked.Verification != e.Verification).Add(new(e.Verification, e.Type)),
        })
        .On<VerificationEvent.Cleared>((helper, e, recorded) => helper with
        {
            Verifications = helper.Verifications.Add(new(helper.Hidden.Single(asked => asked.Verification.Value == recorded.StreamId).Type, e.ValidUntil)),
        });

    /// <summary>Which verification is of which type: its outcome does not say.</summary>
    public ValueList<AskedVerification> Hidden { get; init; } = [];

    private static ValueList<ProfileSkill> Without(ValueList<ProfileSkill> skills, Skill skill) => skills.Where(held => held.Skill != skill);
}

public sealed record AskedVerification(VerificationId Verification, VerificationType Type);
