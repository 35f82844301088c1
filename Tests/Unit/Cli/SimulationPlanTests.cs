using LaborMarketplace.Cli.Data;
using LaborMarketplace.Cli.Simulate;

namespace LaborMarketplace.Tests.Unit.Cli;

public sealed class SimulationPlanTests
{
    private static readonly DateTimeOffset Starts = new(2026, 11, 23, 7, 30, 0, TimeSpan.Zero);

    [Fact]
    public void The_same_seed_plans_the_same_people_and_jobs() => Assert.Equivalent(Plan(seed: 5), Plan(seed: 5), strict: true);

    [Fact]
    public void Another_seed_plans_others() =>
        Assert.NotEqual(Plan(seed: 5).Helpers.Select(helper => helper.Name), Plan(seed: 6).Helpers.Select(helper => helper.Name));

    [Fact]
    public void Another_start_plans_other_persons_with_the_same_habits()
    {
        var (plan, later) = (Plan(seed: 5), SimulationPlan.Make(PlanSize.For(100, 30), new Dice(5), Starts.AddDays(40), ZipCodes.Known));

        Assert.Empty(plan.Helpers.Select(helper => helper.Id).Intersect(later.Helpers.Select(helper => helper.Id)));
        Assert.Equal(plan.Helpers.Select(helper => helper.Skill), later.Helpers.Select(helper => helper.Skill));
    }

    [Fact]
    public void Every_job_starts_well_after_it_is_posted() =>
        Assert.All(Plan(seed: 5).Jobs, job => Assert.True(job.Terms.When.Start > job.PostedAt.AddHours(24)));

    private static SimulationPlan Plan(int seed) => SimulationPlan.Make(PlanSize.For(100, 30), new Dice(seed), Starts, ZipCodes.Known);
}
