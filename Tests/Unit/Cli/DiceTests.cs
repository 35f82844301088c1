using CsCheck;
using LaborMarketplace.Cli.Simulate;

namespace LaborMarketplace.Tests.Unit.Cli;

public sealed class DiceTests
{
    [Fact]
    public void The_same_seed_and_question_give_the_same_answer() => Gen.Select(Gen.Int, Gen.String, Gen.Int)
        .Sample((seed, question, about) => new Dice(seed).Roll(question, about) == new Dice(seed).Roll(question, about));

    [Fact]
    public void Numbers_stay_within_their_bounds() => Gen.Select(Gen.Int, Gen.Int[-100, 100], Gen.Int[0, 100])
        .Sample((seed, least, more) => new Dice(seed).Between(least, least + more, "how many") is var number && number >= least && number <= least + more);

    [Fact]
    public void What_is_likely_one_time_in_four_happens_about_one_time_in_four()
    {
        var dice = new Dice(7);

        var times = Enumerable.Range(0, 10_000).Count(number => dice.Happens(0.25, "happens", number));

        Assert.InRange(times, 2_300, 2_700);
    }
}
