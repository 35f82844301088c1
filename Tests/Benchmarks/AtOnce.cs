namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>Many callers at the same time, each waiting for its answer before it asks again.</summary>
internal static class AtOnce
{
    /// <param name="callers">How many.</param>
    /// <param name="times">How often they ask, all together.</param>
    /// <param name="ask">Is told which caller asks, from 0.</param>
    /// <returns>How often they asked.</returns>
    public static async Task<int> Ask(int callers, int times, Func<int, Task> ask)
    {
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (var time = 0; time < times / callers; time++)
            {
                await ask(caller);
            }
        })));
        return times / callers * callers;
    }
}
