using System.Collections.Frozen;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Skills;

/// <summary>A skill that helpers can have and jobs can ask for.</summary>
/// <param name="Code">What events and requests hold.</param>
/// <param name="Name">What people read, in English.</param>
/// <param name="Group">The occupations that it belongs to.</param>
public sealed record CatalogueSkill(Skill Code, string Name, OccupationGroup Group);

/// <summary>A major group of the US Standard Occupational Classification, 2018 (Bureau of Labor Statistics).</summary>
/// <param name="Code">The first two digits of its occupations' codes: <c>47</c> of 47-2111.00 (O*NET-SOC) too.</param>
public sealed record OccupationGroup(string Code, string Name);

/// <summary>Every skill there is. It grows by an edit here; a code that was ever given stays, since events hold it.</summary>
public static partial class SkillCatalogue
{
    /// <summary>By group, and within one in the order of the catalogue.</summary>
    public static ValueList<CatalogueSkill> All { get; } = Sections()
        .SelectMany(section => section.Skills.Select(skill => new CatalogueSkill(Skill.From(skill.Code), skill.Name, section.Group)))
        .ToValueList();

    /// <summary>The 23 major groups: 22 civilian ones, and the military.</summary>
    public static ValueList<OccupationGroup> Groups { get; } = All.Select(skill => skill.Group).Distinct().ToValueList();

    private static readonly FrozenDictionary<Skill, CatalogueSkill> ByCode = All.ToFrozenDictionary(skill => skill.Code);

    private static readonly FrozenDictionary<string, ValueList<CatalogueSkill>> ByGroup =
        All.GroupBy(skill => skill.Group.Code).ToFrozenDictionary(group => group.Key, group => group.ToValueList());

    public static bool Contains(Skill code) => ByCode.ContainsKey(code);

    /// <summary>The skill with a code; null when there is none.</summary>
    public static CatalogueSkill? Find(Skill code) => ByCode.GetValueOrDefault(code);

    /// <summary>The skills of an occupation's major group, of which the first is the broadest.</summary>
    /// <param name="occupation">A SOC or O*NET-SOC code, <c>47-2111</c> or <c>47-2111.00</c>.</param>
    /// <returns>Empty when no group has the code's first two digits.</returns>
    public static ValueList<CatalogueSkill> ForOccupation(string occupation) =>
        occupation.Length >= 2 && ByGroup.TryGetValue(occupation[..2], out var skills) ? skills : [];

    private sealed record Section(OccupationGroup Group, params (string Code, string Name)[] Skills)
    {
        public Section(string code, string name, params (string Code, string Name)[] skills) : this(new OccupationGroup(code, name), skills) { }
    }
}
