using LaborMarketplace.Domain;

namespace LaborMarketplace.Tests.Unit.Domain;

public sealed class ValueListTests
{
    private static readonly ValueList<int> OneTwo = [1, 2];

    [Fact]
    public void Lists_are_equal_when_their_elements_are()
    {
        Assert.True(OneTwo.Equals(ValueList<int>.Empty.Add(1).Add(2)));
        Assert.Equal(OneTwo.GetHashCode(), ValueList<int>.Empty.Add(1).Add(2).GetHashCode());
        Assert.False(OneTwo.Equals([2, 1]));
        Assert.False(OneTwo.Equals([1]));
    }

    [Fact]
    public void A_list_does_not_change_when_what_it_was_made_from_does()
    {
        int[] source = [1, 2];
        var list = ValueList.Create<int>(source);
        source[0] = 9;
        Assert.True(list.Equals(OneTwo));
    }

    [Fact]
    public void Adding_and_filtering_make_new_lists()
    {
        Assert.Equal([1, 2, 3], OneTwo.Add(3).ToArray());
        Assert.Equal([2], OneTwo.Where(number => number > 1).ToArray());
        Assert.Equal([1, 2], OneTwo.ToArray());
    }
}
