using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Helpers;

/// <summary>What happened to a helper. The stream's subject, whose personal data is sealed, is the helper.</summary>
public abstract record HelperEvent
{
    private HelperEvent() { }

    [EventName("helper.registered.v1")]
    public sealed record Registered(
        HelperId Helper,
        Region Region,
        [property: Personal] Name Name,
        [property: Personal] EmailAddress Email,
        [property: Personal] PhoneNumber? Phone) : HelperEvent;

    /// <param name="Digest">The keyed digest of the code that was sent; the code itself is nowhere in the log.</param>
    [EventName("helper.contact-code-issued.v1")]
    public sealed record ContactCodeIssued(int Number, Sha256 Digest, DateTimeOffset ExpiresAt, int Policy) : HelperEvent;

    [EventName("helper.contact-code-mistaken.v1")]
    public sealed record ContactCodeMistaken(int Number) : HelperEvent;

    [EventName("helper.contact-verified.v1")]
    public sealed record ContactVerified(int Number) : HelperEvent;

    [EventName("helper.profile-updated.v1")]
    public sealed record ProfileUpdated(
        [property: Personal] Name Name,
        [property: Personal] PhoneNumber? Phone,
        [property: Personal] Title? Headline,
        [property: Personal] Description? About) : HelperEvent;

    [EventName("helper.languages-set.v1")]
    public sealed record LanguagesSet(ValueList<SpokenLanguage> Languages) : HelperEvent;

    [EventName("helper.skill-added.v1")]
    public sealed record SkillAdded(Skill Skill, SkillLevel Level, Years Years) : HelperEvent;

    [EventName("helper.skill-revised.v1")]
    public sealed record SkillRevised(Skill Skill, SkillLevel Level, Years Years) : HelperEvent;

    [EventName("helper.skill-removed.v1")]
    public sealed record SkillRemoved(Skill Skill) : HelperEvent;

    /// <param name="Skill">The skill that the rate is for; null is the general rate.</param>
    [EventName("helper.rate-set.v1")]
    public sealed record RateSet(Skill? Skill, Pay Rate) : HelperEvent;

    [EventName("helper.rate-removed.v1")]
    public sealed record RateRemoved(Skill? Skill) : HelperEvent;

    [EventName("helper.availability-plan-set.v1")]
    public sealed record AvailabilityPlanSet(AvailabilityPlan Plan) : HelperEvent;

    [EventName("helper.availability-exception-added.v1")]
    public sealed record AvailabilityExceptionAdded(AvailabilityException Exception) : HelperEvent;

    [EventName("helper.availability-exception-removed.v1")]
    public sealed record AvailabilityExceptionRemoved(DateOnly Date) : HelperEvent;

    [EventName("helper.service-area-set.v1")]
    public sealed record ServiceAreaSet([property: Personal] ServiceArea Area) : HelperEvent;

    [EventName("helper.file-attached.v1")]
    public sealed record FileAttached(
        FileId File, FilePurpose Purpose, [property: Personal] Name FileName, ContentType ContentType, FileSize Size, Sha256 Hash) : HelperEvent;

    [EventName("helper.file-scanned.v1")]
    public sealed record FileScanned(FileId File, bool Clean) : HelperEvent;

    [EventName("helper.file-removed.v1")]
    public sealed record FileRemoved(FileId File) : HelperEvent;

    [EventName("helper.onboarding-completed.v1")]
    public sealed record OnboardingCompleted : HelperEvent;

    [EventName("helper.paused.v1")]
    public sealed record Paused([property: Personal] Reason? Reason) : HelperEvent;

    [EventName("helper.resumed.v1")]
    public sealed record Resumed : HelperEvent;
}

/// <summary>How well a language is spoken, after the Common European Framework, native above it.</summary>
public enum LanguageLevel
{
    A1,
    A2,
    B1,
    B2,
    C1,
    C2,
    Native,
}

public sealed record SpokenLanguage(LanguageTag Language, LanguageLevel Level);

public enum FilePurpose
{
    Portfolio,
    Document,
}

/// <summary>The types of file that are taken.</summary>
public enum ContentType
{
    Jpeg,
    Png,
    Webp,
    Pdf,
}
