using System.Text.Json;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Cli.Client;

/// <summary>The marketplace's clock and its processes, as its operator sees them.</summary>
internal sealed class MarketplaceClock(MarketplaceClient client, People people)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20), Patience = TimeSpan.FromSeconds(45);

    private readonly Person _operator = people.Person(Role.Operator);

    /// <summary>The marketplace's time; the machine's own where the clock is not adjustable.</summary>
    public async Task<DateTimeOffset> Now(CancellationToken cancellation) =>
        await client.ReadFromWriteDoor(_operator, "clock", cancellation) is Reading.Found clock
            ? clock.Document.GetProperty("now").GetDateTimeOffset()
            : TimeProvider.System.GetUtcNow();

    /// <summary>Moves the clock forward.</summary>
    /// <exception cref="ExpectedFailure">The clock is not adjustable.</exception>
    public async Task Advance(DateTimeOffset to, CancellationToken cancellation) =>
        (await client.Advance(_operator, to, cancellation)).OrFail("move its clock forward");

    /// <summary>How far the log reaches.</summary>
    public async Task<long> LogEnd(CancellationToken cancellation) =>
        (await Processes(cancellation)).GetProperty("logEnd").GetInt64();

    /// <summary>Waits until the processes have done all that follows from the log so far, and tells how far it reaches then.</summary>
    /// <remarks>A fault is waited out for a while: the processes start again by themselves.</remarks>
    /// <exception cref="ExpectedFailure">The processes have come to a halt.</exception>
    public async Task<long> Settle(CancellationToken cancellation)
    {
        long? faultSince = null;
        while (true)
        {
            var status = await Processes(cancellation);
            if (status.GetProperty("settled").GetBoolean())
            {
                return status.GetProperty("logEnd").GetInt64();
            }

            var fault = status.TryGetProperty("failure", out var failure) ? failure.GetString() : null;
            faultSince = fault is null ? null : faultSince ?? TimeProvider.System.GetTimestamp();
            if (faultSince is { } since && TimeProvider.System.GetElapsedTime(since) > Patience)
            {
                throw new ExpectedFailure($"The marketplace's processes have come to a halt: {fault}");
            }

            await Task.Delay(BetweenLooks, cancellation);
        }
    }

    private async Task<JsonElement> Processes(CancellationToken cancellation) =>
        (await client.ReadFromWriteDoor(_operator, "processes", cancellation)).OrFail("tell how far its processes have come").Document;
}
