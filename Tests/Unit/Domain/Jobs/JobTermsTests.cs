using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Jobs;

/// <summary>What a job may ask and give.</summary>
public sealed class JobTermsTests : JobSpecification
{
    [Fact]
    public void Drafts_a_job() => Given().When(Draft(Terms), Monday).Yields(Drafted);

    [Fact]
    public void Ignores_a_repeated_draft() => Given(Drafted).When(Draft(Terms), Monday).YieldsNothing();

    [Fact]
    public void Refuses_a_draft_under_the_id_of_another_employers_job() =>
        Given(Drafted).When(new JobCommand.Draft(Examples.Job, new EmployerId(Examples.Id(99)), Examples.Hirer, Terms, null), Monday).IsRefused("job.exists");

    [Fact]
    public void Drafts_a_job_again_as_another_one()
    {
        var again = new JobId(Examples.Id(98));
        Given().When(new JobCommand.Draft(again, Examples.Employer, Examples.Hirer, Terms, Examples.Job), Monday)
            .Yields(new JobEvent.Drafted(again, Examples.Employer, Examples.Hirer, Terms, Examples.Job));
    }

    [Fact]
    public void Refuses_a_start_in_the_past() => Given().When(Draft(Terms), Terms.When.Start.AddSeconds(1)).IsRefused("job.starts-in-past");

    [Fact]
    public void Refuses_a_start_just_now() => Given().When(Draft(Terms), Terms.When.Start).IsRefused("job.starts-in-past");

    [Fact]
    public void Refuses_a_job_without_skills() => Given().When(Draft(Terms with { Skills = [] }), Monday).IsRefused("job.skills-out-of-range");

    [Fact]
    public void Takes_twenty_skills_and_refuses_one_more()
    {
        var skills = LaborMarketplace.Domain.Skills.SkillCatalogue.All.Take(21).Select(skill => new RequiredSkill(skill.Code, SkillLevel.From(1))).ToArray();
        var twenty = Terms with { Skills = [.. skills[..20]] };
        Given().When(Draft(twenty), Monday).Yields(new JobEvent.Drafted(Examples.Job, Examples.Employer, Examples.Hirer, twenty, null));
        Given().When(Draft(Terms with { Skills = [.. skills] }), Monday).IsRefused("job.skills-out-of-range");
    }

    [Fact]
    public void Refuses_a_skill_asked_for_twice() =>
        Given().When(Draft(Terms with { Skills = [Terms.Skills[0], new RequiredSkill(Terms.Skills[0].Skill, SkillLevel.From(5))] }), Monday)
            .IsRefused("job.skill-twice");

    [Fact]
    public void Refuses_a_skill_outside_the_catalogue() =>
        Given().When(Draft(Terms with { Skills = [new RequiredSkill(Skill.From("time-travel"), SkillLevel.From(1))] }), Monday).IsRefused("job.skill-unknown");

    [Theory]
    [InlineData(7.25, true)]
    [InlineData(7.24, false)]
    public void Pays_at_least_the_minimum_an_hour(double hourly, bool enough) => Check(Examples.Hourly((decimal)hourly), enough);

    /// <remarks>Four hours at 7.25 are 29.</remarks>
    [Theory]
    [InlineData(29.00, true)]
    [InlineData(28.99, false)]
    public void Divides_fixed_pay_by_the_hours_of_the_work(double total, bool enough) => Check(Examples.Fixed((decimal)total), enough);

    [Fact]
    public void Holds_pay_in_another_currency_against_no_minimum() => Check(Examples.Hourly(1, "EUR"), enough: true);

    [Fact]
    public void Pays_at_least_the_minimum_of_the_places_region()
    {
        var policy = LaborMarketplace.Domain.Policy.Default with
        {
            MinimumHourlyPayByRegion = new Dictionary<string, Money> { ["us-east"] = new(16.50m, Currency.UsDollar) },
        };
        var decider = JobDecider.For(policy);
        var here = new History(decider, decider.Initial);
        here.When(Draft(Terms with { Pay = Examples.Hourly(16) }), Monday).IsRefused("job.pay-below-minimum");
        var remote = Terms with { Pay = Examples.Hourly(16), Place = null };
        here.When(Draft(remote), Monday).Yields(new JobEvent.Drafted(Examples.Job, Examples.Employer, Examples.Hirer, remote, null));
    }

    private void Check(Pay pay, bool enough)
    {
        var asked = Given().When(Draft(Terms with { Pay = pay }), Monday);
        if (enough)
        {
            asked.Yields(new JobEvent.Drafted(Examples.Job, Examples.Employer, Examples.Hirer, Terms with { Pay = pay }, null));
        }
        else
        {
            asked.IsRefused("job.pay-below-minimum");
        }
    }
}
