using LaborMarketplace.Domain.Skills;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Skills;

public sealed class SkillCatalogueTests
{
    [Fact]
    public void Codes_and_names_are_unique() => Assert.All(
        [SkillCatalogue.All.Select(skill => skill.Code.Value), SkillCatalogue.All.Select(skill => skill.Name)],
        all => Assert.Equal(SkillCatalogue.All.Count, all.Distinct().Count()));

    [Fact]
    public void Every_major_group_has_at_least_two_skills()
    {
        Assert.Equal(23, SkillCatalogue.Groups.Count);
        Assert.Equal(Enumerable.Range(0, 23).Select(number => $"{11 + (2 * number)}"), SkillCatalogue.Groups.Select(group => group.Code));
        Assert.All(SkillCatalogue.Groups, group => Assert.InRange(SkillCatalogue.All.Count(skill => skill.Group == group), 2, 10));
    }

    [Fact] public void There_is_something_to_choose_from() => Assert.InRange(SkillCatalogue.All.Count, 80, 130);

    [Theory]
    [InlineData("47-2111.00", "47")]
    [InlineData("15-1252", "15")]
    [InlineData("55-1011.00", "55")]
    public void An_occupation_finds_the_skills_of_its_group(string occupation, string group)
    {
        Assert.NotEmpty(SkillCatalogue.ForOccupation(occupation));
        Assert.All(SkillCatalogue.ForOccupation(occupation), skill => Assert.Equal(group, skill.Group.Code));
    }

    [Theory]
    [InlineData("")]
    [InlineData("4")]
    [InlineData("12-1111")]
    [InlineData("plumber")]
    public void Another_code_finds_none(string occupation) => Assert.Empty(SkillCatalogue.ForOccupation(occupation));

    [Fact]
    public void A_skill_is_found_by_its_code()
    {
        Assert.Equal("Plumbing", SkillCatalogue.Find(Skill.From("plumbing"))?.Name);
        Assert.Null(SkillCatalogue.Find(Skill.From("alchemy")));
        Assert.True(SkillCatalogue.Contains(Skill.From("plumbing")));
        Assert.False(SkillCatalogue.Contains(Skill.From("alchemy")));
    }
}
