using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Domain.Helpers.HelperCommand;

namespace LaborMarketplace.Tests.Unit.Domain.Helpers;

public sealed class HelperLifeTests : HelperExamples
{
    private static readonly Reason Holiday = Reason.From("Holiday");
    private static readonly HelperEvent OnHoliday = new HelperEvent.Paused(Holiday);

    [Fact]
    public void Registers_as_a_draft()
    {
        Given().When(Registering, Now).Yields(Registered);
        Assert.IsType<HelperState.Draft>(Given(Registered).State);
    }

    [Fact] public void Ignores_a_repeated_registration() => Given(Registered).When(Registering, Now).YieldsNothing();

    [Theory]
    [InlineData("eu-west", "ada@example.org")]
    [InlineData("us-east", "other@example.org")]
    public void Refuses_another_region_or_address_for_ever(string region, string email) =>
        Given(Registered).When(Registering with { Region = Region.From(region), Email = EmailAddress.From(email) }, Now)
            .IsRefused("helper.already-registered");

    [Fact]
    public void Knows_nobody_before_the_registration()
    {
        Given().When(new Pause(null), Now).IsRefused("helper.not-found");
        Given().When(new AddSkill(Plumbing, SkillLevel.From(1), Years.From(0)), Now).IsRefused("helper.not-found");
        Given().When(new VerifyContact(RightCode), Now).IsRefused("helper.not-found");
    }

    [Fact]
    public void Completes_onboarding_when_nothing_is_missing() =>
        Given(Registered, CodeSent, ContactVerified, Plumbs, GeneralRate, AreaSet, PlanSet).When(new CompleteOnboarding(), Now).Yields(Onboarded);

    [Fact]
    public void Refuses_onboarding_with_all_that_is_missing()
    {
        var refusal = Given(Registered).When(new CompleteOnboarding(), Now).IsRefusedWith("helper.onboarding-incomplete");
        Assert.Contains("needs: contact verified, skill, rate, service area, availability plan.", refusal.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "contact verified")]
    [InlineData(3, "skill")]
    [InlineData(4, "rate")]
    [InlineData(5, "service area")]
    [InlineData(6, "availability plan")]
    public void Refuses_onboarding_when_one_thing_is_missing(int without, string missing)
    {
        HelperEvent[] all = [Registered, CodeSent, ContactVerified, Plumbs, GeneralRate, AreaSet, PlanSet];
        var refusal = Given(all.Where((_, index) => index != without).ToArray())
            .When(new CompleteOnboarding(), Now).IsRefusedWith("helper.onboarding-incomplete");
        Assert.Equal([("missing", (object)(ValueList<string>)[missing])], refusal.Inputs);
    }

    [Fact] public void Ignores_a_repeated_onboarding() => GivenActive().When(new CompleteOnboarding(), Now).YieldsNothing();

    [Fact] public void Does_not_resume_by_onboarding_again() => GivenActive(OnHoliday).When(new CompleteOnboarding(), Now).YieldsNothing();

    [Fact] public void An_active_helper_pauses() => GivenActive().When(new Pause(Holiday), Now).Yields(OnHoliday);

    [Fact] public void Ignores_a_repeated_pause() => GivenActive(OnHoliday).When(new Pause(Holiday), Now).YieldsNothing();

    [Fact] public void A_paused_helper_resumes() => GivenActive(OnHoliday).When(new Resume(), Now).Yields(new HelperEvent.Resumed());

    [Fact] public void Ignores_a_repeated_resumption() => GivenActive().When(new Resume(), Now).YieldsNothing();

    [Fact]
    public void A_draft_neither_pauses_nor_resumes()
    {
        Given(Registered).When(new Pause(null), Now).IsRefused("helper.not-onboarded");
        Given(Registered).When(new Resume(), Now).IsRefused("helper.not-onboarded");
    }

    [Fact]
    public void Keeps_the_profile_through_life()
    {
        var state = GivenActive(OnHoliday).State;
        Assert.IsType<HelperState.Paused>(state);
        Assert.Equal(Plumbing, Assert.Single(Profile(state).Skills).Skill);
        Assert.IsType<HelperState.Active>(Fold(state, new HelperEvent.Resumed()));
    }
}
