using LaborMarketplace.Cli.Data;

namespace LaborMarketplace.Tests.Unit.Cli;

public sealed class OccupationsTests
{
    private static readonly Occupations Known = new(
    [
        new("47-2152.02", "Plumbers"), new("47-1011.00", "First-Line Supervisors of Construction Trades"), new("11-9021.00", "Construction Managers"),
        new("23-1011.00", "Lawyers"), new("23-2093.00", "Title Examiners, Abstractors, and Searchers"), new("25-9041.00", "Teacher Assistants"),
    ]);

    [Theory]
    [InlineData("PLUMBER", "Plumbers")]
    [InlineData("SUPERVISOR PLUMBER", "Plumbers")]
    [InlineData("CONSTRUCTION MANAGER", "Construction Managers")]
    [InlineData("ASSISTANT TEACH", "Teacher Assistants")]
    public void Finds_the_occupation_that_shares_the_rarest_words(string title, string occupation) =>
        Assert.Equal(occupation, Known.BestFor(title, category: null)?.Title);

    [Fact]
    public void Lets_the_category_decide_where_the_title_says_nothing() =>
        Assert.Equal("Construction Managers", Known.BestFor("SPECIALIST", "Construction Managers")?.Title);

    [Fact]
    public void Finds_nothing_where_no_word_is_shared() => Assert.Null(Known.BestFor("ASTRONAUT", "Space"));
}
