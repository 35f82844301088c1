using System.Globalization;
using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Tests.Unit.Domain.Values.ShapeAssertions;

namespace LaborMarketplace.Tests.Unit.Domain.Values;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("USD", 2)]
    [InlineData("EUR", 2)]
    [InlineData("JPY", 0)]
    [InlineData("KWD", 3)]
    public void A_currency_has_its_own_number_of_decimals(string code, int decimals) => Assert.Equal(decimals, Currency.From(code).Decimals);

    [Theory]
    [InlineData("usd")]
    [InlineData("US")]
    [InlineData("XXX")]
    [InlineData("DEM")]
    [InlineData("")]
    [InlineData("USD EUR")]
    public void A_currency_is_a_code_in_use(string code) => IsOutOfShape(() => Currency.From(code), "ISO 4217");

    [Theory]
    [InlineData("0.01", "USD")]
    [InlineData("25.00", "USD")]
    [InlineData("1000000000000", "USD")]
    [InlineData("1500", "JPY")]
    [InlineData("1.125", "KWD")]
    public void An_amount_is_as_fine_as_its_currency(string amount, string currency) =>
        Assert.Equal(Amount(amount), new Money(Amount(amount), Currency.From(currency)).Amount);

    [Theory]
    [InlineData("0.001", "USD", "at most 2 decimals")]
    [InlineData("1500.5", "JPY", "at most 0 decimals")]
    [InlineData("1.0001", "KWD", "at most 3 decimals")]
    [InlineData("0", "USD", "above 0")]
    [InlineData("-1", "USD", "above 0")]
    [InlineData("1000000000000.01", "USD", "at most 1000000000000")]
    public void An_amount_out_of_shape_is_told_why(string amount, string currency, string why) =>
        IsOutOfShape(() => new Money(Amount(amount), Currency.From(currency)), why);

    [Fact]
    public void Pay_is_at_most_a_hundred_million()
    {
        Assert.Equal(100_000_000m, new Pay(PayKind.Fixed, new Money(100_000_000m, Currency.UsDollar)).Amount.Amount);
        IsOutOfShape(() => new Pay(PayKind.Fixed, new Money(100_000_000.01m, Currency.UsDollar)), "Pay is at most 100000000");
    }

    [Fact]
    public void Equal_amounts_are_equal_however_they_are_written() =>
        Assert.Equal(new Money(7.5m, Currency.UsDollar), new Money(7.50m, Currency.UsDollar));

    [Fact] public void An_amount_reads_with_its_currency() => Assert.Equal("7.25 USD", new Money(7.25m, Currency.UsDollar).ToString());

    private static decimal Amount(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
