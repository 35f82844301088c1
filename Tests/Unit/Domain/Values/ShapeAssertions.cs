using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Domain.Values;

/// <summary>What the tests of value types say.</summary>
internal static class ShapeAssertions
{
    /// <summary>The value is refused, and the message says something about <paramref name="part"/>.</summary>
    public static void IsOutOfShape(Func<object?> make, string part) =>
        Assert.Contains(part, Assert.Throws<ShapeException>(make).Message, StringComparison.Ordinal);
}
