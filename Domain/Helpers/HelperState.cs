using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Helpers;

/// <summary>A helper's life: Draft → Active ⇄ Paused.</summary>
public abstract record HelperState
{
    private HelperState() { }

    /// <summary>Nobody has registered under this id.</summary>
    public sealed record Unregistered : HelperState;

    /// <summary>A helper in any stage of life.</summary>
    public abstract record Registered(HelperProfile Profile) : HelperState;

    /// <summary>Still filling in what <see cref="HelperCommand.CompleteOnboarding"/> asks for.</summary>
    public sealed record Draft(HelperProfile Profile) : Registered(Profile);

    /// <summary>Can apply, be invited and be hired.</summary>
    public sealed record Active(HelperProfile Profile) : Registered(Profile);

    /// <summary>Keeps what was agreed, and takes nothing new.</summary>
    public sealed record Paused(HelperProfile Profile) : Registered(Profile);
}

/// <summary>What is known of a registered helper.</summary>
/// <param name="Exceptions">By date, at most one a day.</param>
public sealed record HelperProfile(
    HelperId Helper,
    Region Region,
    Name Name,
    EmailAddress Email,
    PhoneNumber? Phone,
    ContactCheck Contact,
    Title? Headline,
    Description? About,
    ValueList<SpokenLanguage> Languages,
    ValueList<HeldSkill> Skills,
    ValueList<HelperRate> Rates,
    AvailabilityPlan? Plan,
    ValueList<AvailabilityException> Exceptions,
    ServiceArea? Area,
    ValueList<HelperFile> Files)
{
    /// <summary>What onboarding still needs, in the order a helper would do it; empty when it can be completed.</summary>
    public ValueList<string> Missing =>
    [
        .. Contact is ContactCheck.Verified ? Nothing : ["contact verified"],
        .. Skills.Count > 0 ? Nothing : ["skill"],
        .. Rates.Count > 0 ? Nothing : ["rate"],
        .. Area is not null ? Nothing : ["service area"],
        .. Plan is not null ? Nothing : ["availability plan"],
    ];

    private static ValueList<string> Nothing => [];
}

/// <summary>How far the check of the helper's e-mail address has come.</summary>
public abstract record ContactCheck
{
    private ContactCheck() { }

    /// <summary>No code has been sent.</summary>
    public sealed record Unchecked : ContactCheck;

    /// <param name="Number">Counts the codes sent to this helper, from 1.</param>
    /// <param name="Mistakes">How many wrong codes were given against this one.</param>
    /// <param name="Expiries">When the codes of the last day expire, in the order of their numbers; this one's is the last.</param>
    public sealed record CodeSent(int Number, Sha256 Digest, DateTimeOffset ExpiresAt, int Mistakes, ValueList<DateTimeOffset> Expiries) : ContactCheck;

    public sealed record Verified : ContactCheck;
}

public sealed record HeldSkill(Skill Skill, SkillLevel Level, Years Years);

/// <param name="Skill">The skill that the rate is for; null is the general rate.</param>
public sealed record HelperRate(Skill? Skill, Pay Pay);

public sealed record HelperFile(
    FileId File, FilePurpose Purpose, Name FileName, ContentType ContentType, FileSize Size, Sha256 Hash, FileScan Scan)
{
    /// <summary>Others see a file only when its last scan found it clean.</summary>
    public bool Visible => Scan is FileScan.Clean;
}

/// <summary>What the scan for malware found.</summary>
public enum FileScan
{
    Pending,
    Clean,
    Infected,
}
