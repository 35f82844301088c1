using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Tests.Unit.Domain.Values.ShapeAssertions;

namespace LaborMarketplace.Tests.Unit.Domain.Values;

public sealed class NumbersTests
{
    [Fact] public void A_headcount_is_from_1_to_500() => IsFrom(Headcount.From, 1, 500);

    [Fact] public void A_skill_level_is_from_1_to_5() => IsFrom(SkillLevel.From, 1, 5);

    [Fact] public void Years_of_experience_are_from_0_to_60() => IsFrom(Years.From, 0, 60);

    [Fact] public void A_rating_is_from_1_to_5() => IsFrom(Stars.From, 1, 5);

    [Fact] public void A_verification_level_is_from_0_to_3() => IsFrom(VerificationLevel.From, 0, 3);

    [Fact]
    public void A_file_has_from_1_byte_to_20_MiB()
    {
        Assert.Equal(20_971_520, FileSize.From(20_971_520).Value);
        IsOutOfShape(() => FileSize.From(0), "from 1 to 20971520, not 0");
        IsOutOfShape(() => FileSize.From(20_971_521), "not 20971521");
    }

    [Fact] public void A_number_reads_as_a_number() => Assert.Equal("3 of 5", $"{SkillLevel.From(3)} of {SkillLevel.From(5)}");

    private static void IsFrom<T>(Func<int, T> from, int least, int most) where T : IScalar<T, int>
    {
        Assert.Equal(least, from(least).Value);
        Assert.Equal(most, from(most).Value);
        foreach (var wrong in new[] { int.MinValue, least - 1, most + 1, int.MaxValue })
        {
            IsOutOfShape(() => from(wrong), FormattableString.Invariant($"from {least} to {most}, not {wrong}"));
        }
    }
}
