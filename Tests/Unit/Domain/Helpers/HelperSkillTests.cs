using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Helpers.HelperCommand;

namespace LaborMarketplace.Tests.Unit.Domain.Helpers;

public sealed class HelperSkillTests : HelperExamples
{
    private static readonly SkillLevel Level = SkillLevel.From(3);
    private static readonly Years Five = Years.From(5);

    [Fact] public void Adds_a_skill_of_the_catalogue() => Given(Registered).When(new AddSkill(Plumbing, Level, Five), Now).Yields(Plumbs);

    [Fact]
    public void Refuses_a_skill_that_the_catalogue_does_not_have() =>
        Given(Registered).When(new AddSkill(Skill.From("alchemy"), Level, Five), Now).IsRefused("helper.skill-unknown");

    [Fact] public void Ignores_a_skill_added_twice() => Given(Registered, Plumbs).When(new AddSkill(Plumbing, Level, Five), Now).YieldsNothing();

    [Fact]
    public void Refuses_to_add_a_skill_again_at_another_level() =>
        Given(Registered, Plumbs).When(new AddSkill(Plumbing, SkillLevel.From(5), Five), Now).IsRefused("helper.skill-present");

    [Fact]
    public void Revises_a_skill()
    {
        var revised = new HelperEvent.SkillRevised(Plumbing, SkillLevel.From(4), Years.From(6));
        Given(Registered, Plumbs).When(new ReviseSkill(Plumbing, SkillLevel.From(4), Years.From(6)), Now).Yields(revised);
        Given(Registered, Plumbs, revised).When(new ReviseSkill(Plumbing, SkillLevel.From(4), Years.From(6)), Now).YieldsNothing();
    }

    [Fact]
    public void Refuses_to_revise_a_skill_that_is_missing() =>
        Given(Registered).When(new ReviseSkill(Plumbing, Level, Five), Now).IsRefused("helper.skill-missing");

    [Fact]
    public void Removes_a_skill() =>
        Given(Registered, Plumbs).When(new RemoveSkill(Plumbing), Now).Yields(new HelperEvent.SkillRemoved(Plumbing));

    [Fact] public void Ignores_the_removal_of_a_skill_that_is_missing() => Given(Registered).When(new RemoveSkill(Plumbing), Now).YieldsNothing();

    [Fact]
    public void A_skills_rate_goes_with_it()
    {
        var profile = Profile(Given(Registered, Plumbs, GeneralRate, PlumbingRate, new HelperEvent.SkillRemoved(Plumbing)).State);
        Assert.Null(Assert.Single(profile.Rates).Skill);
    }

    [Fact]
    public void After_onboarding_a_skill_stays() =>
        GivenActive().When(new RemoveSkill(Plumbing), Now).IsRefused("helper.still-needed");

    [Fact]
    public void After_onboarding_a_skill_may_go_when_another_stays() =>
        GivenActive(Paints).When(new RemoveSkill(Plumbing), Now).Yields(new HelperEvent.SkillRemoved(Plumbing));

    [Fact]
    public void After_onboarding_a_skill_stays_while_its_rate_is_the_only_one() =>
        GivenActive(Paints, PlumbingRate, new HelperEvent.RateRemoved(null)).When(new RemoveSkill(Plumbing), Now).IsRefused("helper.still-needed");

    [Fact]
    public void Sets_a_general_rate_and_one_for_a_skill()
    {
        Given(Registered).When(new SetRate(null, Hourly(25, "USD")), Now).Yields(GeneralRate);
        Given(Registered, Plumbs, GeneralRate).When(new SetRate(Plumbing, Hourly(40, "USD")), Now).Yields(PlumbingRate);
    }

    [Fact] public void Ignores_a_repeated_rate() => Given(Registered, GeneralRate).When(new SetRate(null, Hourly(25, "USD")), Now).YieldsNothing();

    [Fact]
    public void Another_rate_takes_the_place_of_the_first()
    {
        var state = Given(Registered, GeneralRate, new HelperEvent.RateSet(null, Hourly(30, "USD"))).State;
        Assert.Equal(Hourly(30, "USD"), Assert.Single(Profile(state).Rates).Pay);
    }

    [Fact]
    public void Refuses_a_rate_for_a_skill_that_is_missing() =>
        Given(Registered).When(new SetRate(Plumbing, Hourly(40, "USD")), Now).IsRefused("helper.skill-missing");

    [Fact]
    public void All_rates_are_in_one_currency() =>
        Given(Registered, Plumbs, GeneralRate).When(new SetRate(Plumbing, Hourly(40, "EUR")), Now).IsRefused("helper.rate-currency");

    [Fact]
    public void The_only_rate_may_change_its_currency() =>
        Given(Registered, GeneralRate).When(new SetRate(null, Hourly(40, "EUR")), Now).Yields(new HelperEvent.RateSet(null, Hourly(40, "EUR")));

    [Fact]
    public void Removes_a_rate()
    {
        Given(Registered, GeneralRate).When(new RemoveRate(null), Now).Yields(new HelperEvent.RateRemoved(null));
        Given(Registered, GeneralRate).When(new RemoveRate(Plumbing), Now).YieldsNothing();
    }

    [Fact] public void After_onboarding_a_rate_stays() => GivenActive().When(new RemoveRate(null), Now).IsRefused("helper.still-needed");
}
