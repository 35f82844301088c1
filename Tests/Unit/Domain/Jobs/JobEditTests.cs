using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Jobs;

/// <summary>What may change once others rely on a job.</summary>
public sealed class JobEditTests : JobSpecification
{
    private static readonly DateTimeOffset Late = Terms.When.Start.AddHours(-23);

    private static readonly JobTerms Later = Terms with { When = Examples.Hours(73, 77) };

    [Fact]
    public void Edits_a_draft() => Given(Drafted).When(Edit(Later), Monday).Yields(new JobEvent.Edited(Later, null));

    [Fact]
    public void Ignores_an_edit_that_changes_nothing() => Given(Drafted, Published).When(Edit(Terms), Monday).YieldsNothing();

    [Fact]
    public void Refuses_an_edit_that_breaks_a_rule_of_the_terms() =>
        Given(Drafted, Published).When(Edit(Terms with { Skills = [] }), Monday).IsRefused("job.skills-out-of-range");

    [Fact]
    public void Moves_the_expiry_with_the_start() => Given(Drafted, Published).When(Edit(Later), Monday).Yields(new JobEvent.Edited(Later, Later.When.Start));

    [Fact]
    public void Keeps_the_expiry_within_thirty_days_of_the_publication()
    {
        var far = Terms with { When = Examples.Hours(24 * 60, (24 * 60) + 4) };
        Given(Drafted, Published).When(Edit(far), Tuesday).Yields(new JobEvent.Edited(far, Monday.AddDays(30)));
    }

    [Fact]
    public void Refuses_an_edit_of_an_ended_job() => Given(Drafted, Published, new JobEvent.Closed(null)).When(Edit(Later), Monday).IsRefused("job.ended");

    [Fact]
    public void Refuses_an_edit_of_a_job_that_is_due_to_expire() => Given(Drafted, Published).When(Edit(Later), Terms.When.Start).IsRefused("job.ended");

    [Fact]
    public void Refuses_an_edit_of_a_filled_job_that_has_begun() =>
        Given(Drafted, Published, Hired(Ana), Hired(Ben), Filled).When(Edit(Later), Terms.When.Start).IsRefused("job.started");

    [Fact]
    public void Refuses_an_edit_that_would_open_a_job_for_longer_than_thirty_days()
    {
        var far = Terms with { When = Examples.Hours(24 * 60, (24 * 60) + 4) };
        var published = new JobEvent.Published(far.Positions, Monday, Monday.AddDays(30), 1);
        Given(Drafted, published, new JobEvent.Edited(far, Monday.AddDays(30)), Hired(Ana), Hired(Ben), Filled)
            .When(Edit(far with { Positions = Headcount.From(3) }), Monday.AddDays(31)).IsRefused("job.posting-over");
    }

    [Fact]
    public void Lets_pay_fall_before_the_first_application()
    {
        var less = Terms with { Pay = Examples.Hourly(19) };
        Given(Drafted, Published).When(Edit(less), Monday).Yields(new JobEvent.Edited(less, Terms.When.Start));
    }

    [Fact]
    public void Refuses_falling_pay_after_the_first_application() =>
        Given(Drafted, Published, Applied).When(Edit(Terms with { Pay = Examples.Hourly(19.99m) }), Monday).IsRefused("job.pay-falls");

    [Fact]
    public void Refuses_another_kind_or_currency_of_pay_after_the_first_application()
    {
        Given(Drafted, Published, Applied).When(Edit(Terms with { Pay = Examples.Fixed(500) }), Monday).IsRefused("job.pay-falls");
        Given(Drafted, Published, Applied).When(Edit(Terms with { Pay = Examples.Hourly(500, "EUR") }), Monday).IsRefused("job.pay-falls");
    }

    [Fact]
    public void Lets_pay_rise_after_the_first_application()
    {
        var more = Terms with { Pay = Examples.Hourly(21) };
        Given(Drafted, Published, Applied).When(Edit(more), Monday).Yields(new JobEvent.Edited(more, Terms.When.Start));
    }

    [Fact]
    public void Refuses_a_headcount_below_what_is_filled_and_reserved() =>
        Given(Drafted, Published, Hired(Ana), Reserved(Ben))
            .When(Edit(Terms with { Positions = Headcount.From(1) }), Monday).IsRefused("job.headcount-below-taken");

    [Fact]
    public void Is_filled_when_the_headcount_falls_to_the_hired()
    {
        var one = Terms with { Positions = Headcount.From(1) };
        Given(Drafted, Published, Hired(Ana)).When(Edit(one), Monday).Yields(new JobEvent.Edited(one, Terms.When.Start), Filled);
    }

    [Fact]
    public void Is_open_again_when_the_headcount_of_a_filled_job_rises()
    {
        var three = Terms with { Positions = Headcount.From(3) };
        Given(Drafted, Published, Hired(Ana), Hired(Ben), Filled).When(Edit(three), Monday)
            .Yields(new JobEvent.Edited(three, Terms.When.Start), new JobEvent.Reopened());
    }

    [Fact]
    public void Asks_the_hired_to_confirm_again_when_a_material_edit_comes_late() =>
        Given(Drafted, Published, Hired(Ana), Reserved(Ben)).When(Edit(Later), Late)
            .Yields(new JobEvent.Edited(Later, Later.When.Start), new JobEvent.ReconfirmationAsked([Ana], 1), Moved(Later.When));

    [Fact]
    public void Measures_lateness_to_the_new_start_when_that_is_earlier()
    {
        var sooner = Terms with { When = Examples.Hours(24, 28) };
        Given(Drafted, Published, Hired(Ana)).When(Edit(sooner), Monday.AddHours(1))
            .Yields(new JobEvent.Edited(sooner, sooner.When.Start), new JobEvent.ReconfirmationAsked([Ana], 1), Moved(sooner.When));
    }

    [Theory]
    [MemberData(nameof(MaterialEdits))]
    public void Counts_time_place_pay_and_skills_as_material(string what)
    {
        var terms = Material[what];
        Given(Drafted, Published, Hired(Ana)).When(Edit(terms), Late)
            .Yields([new JobEvent.Edited(terms, terms.When.Start), new JobEvent.ReconfirmationAsked([Ana], 1), .. terms == Later ? Moves : []]);
    }

    private static JobEvent[] Moves => [Moved(Later.When)];

    public static TheoryData<string> MaterialEdits => [.. Material.Keys];

    private static readonly Dictionary<string, JobTerms> Material = new()
    {
        ["time"] = Later,
        ["place"] = Terms with { Place = null },
        ["pay"] = Terms with { Pay = Examples.Hourly(30) },
        ["skills"] = Terms with { Skills = [new RequiredSkill(Skill.From("plumbing"), SkillLevel.From(1))] },
    };

    [Fact]
    public void Asks_nobody_when_the_edit_is_not_material()
    {
        var reworded = Terms with { Title = Title.From("Mend a leaking roof") };
        Given(Drafted, Published, Hired(Ana)).When(Edit(reworded), Late).Yields(new JobEvent.Edited(reworded, Terms.When.Start));
    }

    [Fact]
    public void Asks_nobody_to_confirm_again_when_the_edit_comes_a_day_before()
    {
        var more = Terms with { Pay = Examples.Hourly(30) };
        Given(Drafted, Published, Hired(Ana)).When(Edit(more), Terms.When.Start.AddHours(-24)).Yields(new JobEvent.Edited(more, Terms.When.Start));
    }

    [Fact]
    public void Asks_the_hired_to_move_along_however_early_the_edit_comes() =>
        Given(Drafted, Published, Hired(Ana), Reserved(Ben)).When(Edit(Later), Monday).Yields(new JobEvent.Edited(Later, Later.When.Start), Moved(Later.When));

    [Fact]
    public void Asks_nobody_when_nobody_is_hired() =>
        Given(Drafted, Published, Reserved(Ana)).When(Edit(Later), Late).Yields(new JobEvent.Edited(Later, Later.When.Start));
}
