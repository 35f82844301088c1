using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Domain.Assignments;

/// <summary>
/// What is owed: for hourly pay the exact hours times the rate, rounded once, half away from zero (so that half a cent is a cent),
/// to the currency's decimals; fixed pay as it stands, however long the work took. Nothing is owed for no work.
/// </summary>
internal static class Owed
{
    public static Money? For(Pay pay, TimeSpan worked) => worked <= TimeSpan.Zero ? null
        : pay.Kind is PayKind.Fixed ? pay.Amount
        : Rounded(pay.Amount.Amount * worked.Ticks / TimeSpan.TicksPerHour, pay.Amount.Currency);

    /// <summary>A share of what the work would have been paid.</summary>
    public static Money? ForLateCancellation(Policy policy, AssignmentFacts facts) =>
        For(facts.Pay, facts.When.Length()) is { } expected
            ? Rounded(expected.Amount * policy.LateCancellationFeePercent / 100, expected.Currency)
            : null;

    private static Money? Rounded(decimal amount, Currency currency) =>
        decimal.Round(amount, currency.Decimals, MidpointRounding.AwayFromZero) is > 0 and var rounded ? new Money(rounded, currency) : null;
}
