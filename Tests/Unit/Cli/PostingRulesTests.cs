using LaborMarketplace.Cli.Import;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Tests.Unit.Cli;

public sealed class PostingRulesTests
{
    private static readonly PostingRow Sound = new(2, "379094", "PLUMBER", "HOUSING AUTHORITY", null, "41600.0", "50000.0");

    [Theory]
    [InlineData("20.5", "30", 20.5, "20.5–30 an hour")]
    [InlineData("199.99", "199.99", 199.99, "199.99–199.99 an hour")]
    [InlineData("200", "280", 25, "200–280 a day")]
    [InlineData("2000", "2000", 250, "2,000–2,000 a day")]
    [InlineData("41600.0", "50000.0", 20, "41,600–50,000 a year")]
    public void Takes_pay_under_200_as_hourly_up_to_2000_as_daily_and_above_as_annual(string from, string to, double hourly, string written)
    {
        var posting = Checked(Sound with { PayFrom = from, PayTo = to });

        Assert.Equal(new Pay(PayKind.Hourly, new Money((decimal)hourly, Currency.UsDollar)), posting.HourlyPay);
        Assert.Equal(written, posting.PayAsWritten);
    }

    [Theory]
    [InlineData("0.0", "110000", "starts at 0")]
    [InlineData("50000", "40000", "below its start")]
    [InlineData("20", "40000", "mixes")]
    [InlineData("", "40000", "A salary is a number")]
    [InlineData("lots", "40000", "A salary is a number")]
    public void Refuses_pay_that_makes_no_sense(string from, string to, string because) =>
        Assert.Contains(because, Refused(Sound with { PayFrom = from, PayTo = to }), StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_number_that_is_none() => Assert.Contains("Job ID", Refused(Sound with { Number = "37x" }), StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_row_without_a_title() => Assert.Contains("A title", Refused(Sound with { Title = "" }), StringComparison.Ordinal);

    [Fact]
    public void Refuses_a_row_without_an_agency() => Assert.Contains("A name", Refused(Sound with { Agency = " " }), StringComparison.Ordinal);

    [Fact]
    public void Takes_a_job_that_was_posted_twice_once()
    {
        var rows = PostingRules.Check([Sound, Sound with { Row = 3 }, Sound with { Row = 4, Number = "1" }]);

        Assert.Equal(new CheckedRow.Duplicate(3, 379094, FirstRow: 2), rows[1]);
        Assert.IsType<CheckedRow.Sound>(rows[2]);
    }

    [Fact]
    public void Takes_a_later_sound_row_of_a_job_whose_first_row_made_no_sense()
    {
        var rows = PostingRules.Check([Sound with { PayFrom = "0" }, Sound with { Row = 3 }]);

        Assert.IsType<CheckedRow.Senseless>(rows[0]);
        Assert.IsType<CheckedRow.Sound>(rows[1]);
    }

    private static Posting Checked(PostingRow row) => Assert.IsType<CheckedRow.Sound>(Assert.Single(PostingRules.Check([row]))).Posting;

    private static string Refused(PostingRow row) => Assert.IsType<CheckedRow.Senseless>(Assert.Single(PostingRules.Check([row]))).Reason;
}
