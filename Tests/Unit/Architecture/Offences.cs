namespace LaborMarketplace.Tests.Unit.Architecture;

/// <summary>What breaks a rule, place by place.</summary>
internal static class Offences
{
    /// <remarks>All are told: where strings or collections are compared, a failure shows only how they begin.</remarks>
    public static void None(IEnumerable<string> found)
    {
        var all = string.Join('\n', found);
        Assert.True(all.Length == 0, all);
    }
}
