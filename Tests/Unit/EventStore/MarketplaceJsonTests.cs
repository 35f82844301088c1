using System.Text.Json;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Helpers;
using LaborMarketplace.Domain.Jobs;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Tests.Unit.EventStore;

public sealed class MarketplaceJsonTests
{
    [Fact]
    public void Scalars_and_enums_stand_as_bare_words_and_numbers() =>
        Assert.Equal(
            """{"skill":"plumbing","rate":{"kind":"hourly","amount":{"amount":21.50,"currency":"USD"}}}""",
            Write(new HelperEvent.RateSet(Skill.From("plumbing"), new Pay(PayKind.Hourly, new Money(21.50m, Currency.UsDollar)))));

    [Fact]
    public void Null_is_left_out_and_read_back()
    {
        Assert.Equal("{}", Write(new HelperEvent.Paused(null)));
        Assert.Equal(new HelperEvent.Paused(null), Read<HelperEvent.Paused>("{}"));
    }

    [Fact]
    public void Scalars_can_name_properties() =>
        Assert.Equal(3, Read<Dictionary<Skill, int>>(Write(new Dictionary<Skill, int> { [Skill.From("plumbing")] = 3 }))[Skill.From("plumbing")]);

    [Theory]
    [InlineData("""{"skill":"Plumbing!","level":1,"years":1}""", "$.skill", "A skill is a code of the catalogue")]
    [InlineData("""{"skill":7,"level":1,"years":1}""", "$.skill", "A string is expected here.")]
    [InlineData("""{"skill":"plumbing","level":"1","years":1}""", "$.level", "A whole number is expected here.")]
    [InlineData("""{"skill":"plumbing","level":1.5,"years":1}""", "$.level", "A whole number is expected here.")]
    [InlineData("""{"skill":"plumbing","level":9,"years":1}""", "$.level", "A skill level is from 1 to 5, not 9.")]
    [InlineData("""{"skill":"plumbing","level":null,"years":1}""", "$.level", "A whole number is expected here.")]
    public void A_scalar_out_of_shape_is_told_with_its_rule_and_place(string json, string path, string message) =>
        Refuses<HelperEvent.SkillAdded>(json, path, message);

    [Theory]
    [InlineData("""{"rate":{"kind":"hourly","amount":{"amount":0,"currency":"USD"}}}""", "$.rate.amount", "An amount is above 0")]
    [InlineData("""{"rate":{"kind":"hourly","amount":{"amount":1,"currency":"usd"}}}""", "$.rate.amount.currency", "A currency is an ISO 4217 code")]
    [InlineData("""{"rate":{"kind":"weekly","amount":{"amount":1,"currency":"USD"}}}""", "$.rate.kind", "One of hourly, fixed is expected here.")]
    [InlineData("""{"rate":{"kind":0,"amount":{"amount":1,"currency":"USD"}}}""", "$.rate.kind", "One of hourly, fixed is expected here.")]
    public void A_nested_value_out_of_shape_is_told_with_its_place(string json, string path, string message) =>
        Refuses<HelperEvent.RateSet>(json, path, message);

    [Theory]
    [InlineData("""{"day":"monday","from":"09:00","to":"08:00"}""", "$.plan.slots[1]", "A weekly slot ends after it starts")]
    [InlineData("""{"day":"someday","from":"09:00","to":"10:00"}""", "$.plan.slots[1].day", "One of sunday, monday")]
    [InlineData("""{"day":"monday","from":"09:00","to":"10:00"}""", "$.plan", "numbers 1 and 2 do")]
    [InlineData("null", "$.plan.slots[1]", "A list holds no null.")]
    public void A_value_in_a_list_out_of_shape_is_told_with_its_place(string slot, string path, string message) =>
        Refuses<HelperEvent.AvailabilityPlanSet>(
            $$$"""{"plan":{"zone":"UTC","slots":[{"day":"monday","from":"09:00","to":"10:00"},{{{slot}}}]}}""", path, message);

    [Fact]
    public void A_list_that_is_none_is_told() =>
        Refuses<HelperEvent.LanguagesSet>("""{"languages":"en"}""", "$.languages", "A list is expected here.");

    [Fact]
    public void What_is_not_nullable_must_be_there() =>
        Refuses<JobEvent.PositionReleased>("""{"application":"0193b5a0-0000-7000-8000-000000000001"}""", "$", "reason");

    [Fact]
    public void Equal_lists_are_read_as_equal() =>
        Assert.Equal<ValueList<int>>([1, 2, 3], Read<ValueList<int>>("[1,2,3]"));

    private static void Refuses<T>(string json, string path, string message)
    {
        var exception = Assert.Throws<JsonException>(() => Read<T>(json));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(path, MarketplaceJson.PathOf(exception));
    }

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, MarketplaceJson.Options);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, MarketplaceJson.Options)!;
}
