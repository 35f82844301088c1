using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Helpers;

/// <summary>What can be asked of a helper's stream.</summary>
public abstract record HelperCommand
{
    private HelperCommand() { }

    /// <remarks>The address has been reserved for this helper before this is decided.</remarks>
    public sealed record Register(HelperId Helper, Region Region, Name Name, EmailAddress Email, PhoneNumber? Phone) : HelperCommand;

    /// <param name="Number">One more than the last code's number; the digest belongs to it.</param>
    /// <param name="Digest">The keyed digest of the new code.</param>
    public sealed record IssueContactCode(int Number, Sha256 Digest) : HelperCommand;

    /// <param name="Digest">The keyed digest of the code that the helper gave.</param>
    public sealed record VerifyContact(Sha256 Digest) : HelperCommand;

    public sealed record UpdateProfile(Name Name, PhoneNumber? Phone, Title? Headline, Description? About) : HelperCommand;

    public sealed record SetLanguages(ValueList<SpokenLanguage> Languages) : HelperCommand;

    public sealed record AddSkill(Skill Skill, SkillLevel Level, Years Years) : HelperCommand;

    public sealed record ReviseSkill(Skill Skill, SkillLevel Level, Years Years) : HelperCommand;

    public sealed record RemoveSkill(Skill Skill) : HelperCommand;

    /// <param name="Skill">The skill that the rate is for; null sets the general rate.</param>
    public sealed record SetRate(Skill? Skill, Pay Rate) : HelperCommand;

    public sealed record RemoveRate(Skill? Skill) : HelperCommand;

    public sealed record SetAvailabilityPlan(AvailabilityPlan Plan) : HelperCommand;

    public sealed record AddAvailabilityException(AvailabilityException Exception) : HelperCommand;

    public sealed record RemoveAvailabilityException(DateOnly Date) : HelperCommand;

    public sealed record SetServiceArea(ServiceArea Area) : HelperCommand;

    public sealed record AttachFile(
        FileId File, FilePurpose Purpose, Name FileName, ContentType ContentType, FileSize Size, Sha256 Hash) : HelperCommand;

    public sealed record RecordFileScan(FileId File, bool Clean) : HelperCommand;

    public sealed record RemoveFile(FileId File) : HelperCommand;

    public sealed record CompleteOnboarding : HelperCommand;

    public sealed record Pause(Reason? Reason) : HelperCommand;

    public sealed record Resume : HelperCommand;
}
