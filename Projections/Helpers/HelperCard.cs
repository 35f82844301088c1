using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Projections.Definition;

namespace LaborMarketplace.Projections.Helpers;

/// <summary>A helper as the directory shows them to everybody: no address, no number, nothing of their documents.</summary>
/// <param name="SkillCodes">The skills alone, for finding.</param>
/// <param name="LanguageTags">The languages alone, for finding.</param>
/// <param name="Reach">
/// About where the helper works: whoever works from home does not tell everybody where that is. They are found by this, too; whoever
/// could ask again and again for helpers who work at a point would else feel for the edge of the area, and so come to its centre.
/// </param>
public sealed record HelperCard(
    Guid Id, HelperStanding State, Region Region, Name Name, Title? Headline, Description? About,
    ValueList<SpokenLanguage> Languages, ValueList<ProfileSkill> Skills, ValueList<ProfileRate> Rates,
    ValueList<string> SkillCodes, ValueList<string> LanguageTags, Reach? Reach, DateTimeOffset RegisteredAt) : IDocument
{
    public static Projection Projection { get; } = Definition.Projection.Of<HelperCard>("helper-directory", version: 3)
        .Creates<HelperEvent.Registered>((e, recorded) => new(
            e.Helper.Value, HelperStanding.Draft, e.Region, e.Name, Headline: null, About: null,
            Languages: [], Skills: [], Rates: [], SkillCodes: [], LanguageTags: [], Reach: null, recorded.At))
        .On<HelperEvent.ProfileUpdated>((helper, e) => helper with { Name = e.Name, Headline = e.Headline, About = e.About })
        .On<HelperEvent.LanguagesSet>((helper, e) => helper with
        {
            Languages = e.Languages,
            LanguageTags = [.. e.Languages.Select(spoken => spoken.Language.Value)],
        })
        .On<HelperEvent.SkillAdded>((helper, e) => helper.WithSkills(helper.Skills.Add(new(e.Skill, e.Level, e.Years))))
        .On<HelperEvent.SkillRevised>((helper, e) => helper.WithSkills(Without(helper.Skills, e.Skill).Add(new(e.Skill, e.Level, e.Years))))
        .On<HelperEvent.SkillRemoved>((helper, e) => helper.WithSkills(Without(helper.Skills, e.Skill)))
        .On<HelperEvent.RateSet>((helper, e) => helper with { Rates = helper.Rates.Where(rate => rate.Skill != e.Skill).Add(new(e.Skill, e.Rate)) })
        .On<HelperEvent.RateRemoved>((helper, e) => helper with { Rates = helper.Rates.Where(rate => rate.Skill != e.Skill) })
        .On<HelperEvent.ServiceAreaSet>((helper, e) => helper with { Reach = Reach.About(e.Area) })
        .On<HelperEvent.OnboardingCompleted>((helper, _) => helper with { State = HelperStanding.Active })
        .On<HelperEvent.Paused>((helper, _) => helper with { State = HelperStanding.Paused })
        .On<HelperEvent.Resumed>((helper, _) => helper with { State = HelperStanding.Active })
        .IndexedBy("by_name", """((data ->> 'state') collate "C", (data ->> 'name') collate "C", id)""")
        .IndexedBy("by_skill", "using gin ((data -> 'skillCodes'))")
        .IndexedBy("by_language", "using gin ((data -> 'languageTags'))")
        .IndexedBy("by_reach", $"using gist (({Reach.BoxSql}))");

    private HelperCard WithSkills(ValueList<ProfileSkill> skills) =>
        this with { Skills = skills, SkillCodes = [.. skills.Select(held => held.Skill.Value)] };

    private static ValueList<ProfileSkill> Without(ValueList<ProfileSkill> skills, Skill skill) => skills.Where(held => held.Skill != skill);
}
