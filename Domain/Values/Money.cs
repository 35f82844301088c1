using System.Collections.Frozen;

namespace LaborMarketplace.Domain.Values;

/// <summary>A currency by its ISO 4217 code: <c>USD</c>.</summary>
public readonly record struct Currency(string Value) : IScalar<Currency, string>
{
    private static readonly FrozenSet<string> Codes = (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP " +
        "CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG " +
        "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL " +
        "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR " +
        "RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD " +
        "TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG")
        .Split(' ').ToFrozenSet();

    private static readonly FrozenSet<string> WithoutMinorUnit =
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".Split(' ').ToFrozenSet();

    private static readonly FrozenSet<string> WithThreeDecimals = "BHD IQD JOD KWD LYD OMR TND".Split(' ').ToFrozenSet();

    public static Currency UsDollar { get; } = new("USD");

    /// <summary>How many digits stand after the decimal point: 0, 2 or 3.</summary>
    public int Decimals => WithoutMinorUnit.Contains(Value) ? 0 : WithThreeDecimals.Contains(Value) ? 3 : 2;

    public static Currency From(string value) =>
        new(Shape.Require(value, value is not null && Codes.Contains(value), "A currency is an ISO 4217 code in capitals, like USD."));

    public override string ToString() => Value;
}

/// <summary>An amount above zero, at most a trillion, in a currency, with no more decimals than the currency has.</summary>
public sealed record Money
{
    private const decimal Most = 1_000_000_000_000m;

    /// <exception cref="ShapeException">The amount is out of range or too fine for the currency.</exception>
    public Money(decimal amount, Currency currency)
    {
        Shape.Require(amount, amount is > 0 and <= Most, FormattableString.Invariant($"An amount is above 0 and at most {Most}, not {amount}."));
        Shape.Require(
            amount, decimal.Round(amount, currency.Decimals) == amount, $"An amount in {currency} has at most {currency.Decimals} decimals.");
        Amount = amount;
        Currency = currency;
    }

    public decimal Amount { get; }

    public Currency Currency { get; }

    public override string ToString() => FormattableString.Invariant($"{Amount} {Currency}");
}

public enum PayKind
{
    Hourly,
    Fixed,
}

/// <summary>What work is paid, at most a hundred million: an amount an hour, or one for the whole.</summary>
/// <remarks>So bounded that what is owed for a year of hours is an amount that <see cref="Money"/> holds.</remarks>
public sealed record Pay
{
    private const decimal Most = 100_000_000m;

    /// <exception cref="ShapeException">The amount is out of range.</exception>
    public Pay(PayKind kind, Money amount)
    {
        Shape.Require(amount, amount.Amount <= Most, FormattableString.Invariant($"Pay is at most {Most}, not {amount.Amount}."));
        (Kind, Amount) = (kind, amount);
    }

    public PayKind Kind { get; }

    public Money Amount { get; }
}
