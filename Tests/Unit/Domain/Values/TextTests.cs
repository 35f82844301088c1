using LaborMarketplace.Domain.Values;
using static LaborMarketplace.Tests.Unit.Domain.Values.ShapeAssertions;

namespace LaborMarketplace.Tests.Unit.Domain.Values;

public sealed class TextTests
{
    [Fact]
    public void A_text_is_trimmed()
    {
        Assert.Equal("Ada", Name.From("  Ada ").Value);
        Assert.Equal("Paint a hall", Title.From("\tPaint a hall\n").Value);
        Assert.Equal("Two lines\nof text", Description.From(" Two lines\nof text ").Value);
        Assert.Equal("Ill", Reason.From("Ill ").Value);
    }

    [Fact]
    public void A_text_has_a_least_and_a_most_length()
    {
        IsOutOfShape(() => Name.From("  "), "from 1 to 200 characters, not 0");
        IsOutOfShape(() => Name.From(new string('x', 201)), "not 201");
        IsOutOfShape(() => Title.From("ab"), "from 3 to 200");
        IsOutOfShape(() => Description.From(new string('x', 10_001)), "from 1 to 10000");
        IsOutOfShape(() => Reason.From(new string('x', 1_001)), "from 1 to 1000");
        Assert.Equal(200, Name.From(new string('x', 200)).Value.Length);
    }

    [Fact]
    public void A_missing_text_is_called_missing() => IsOutOfShape(() => Name.From(null!), "missing");

    [Theory]
    [InlineData("nul\0")]
    [InlineData("bell\u0007s")]
    [InlineData("\u001b[31mred\u001b[0m")]
    public void A_text_holds_no_control_characters(string text)
    {
        IsOutOfShape(() => Name.From(text), "control character");
        IsOutOfShape(() => Description.From(text), "control character");
    }

    [Theory]
    [InlineData("Ada\nBcc: all@example.org")]
    [InlineData("two\rlines")]
    [InlineData("a\tb c")]
    public void Names_and_titles_are_one_line(string text)
    {
        IsOutOfShape(() => Name.From(text), "one line");
        IsOutOfShape(() => Title.From(text), "one line");
    }

    [Theory]
    [InlineData("ada@example.org", "ada@example.org")]
    [InlineData("  Ada.Lovelace+jobs@Example.ORG ", "ada.lovelace+jobs@example.org")]
    [InlineData("o'neill@a-b.example.co.uk", "o'neill@a-b.example.co.uk")]
    [InlineData("zoë@example.org", "zoë@example.org")]
    public void An_email_address_is_lower_cased(string written, string value) => Assert.Equal(value, EmailAddress.From(written).Value);

    [Theory]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("ada@")]
    [InlineData("@example.org")]
    [InlineData("ada@example")]
    [InlineData("ada@-example.org")]
    [InlineData("a da@example.org")]
    [InlineData("ada@example.org, eve@example.org")]
    [InlineData("ada@example.org\nBcc: eve@example.org")]
    [InlineData("a\0da@example.org")]
    [InlineData("Ada <ada@example.org>")]
    public void An_email_address_looks_like_one(string written) => IsOutOfShape(() => EmailAddress.From(written), "name@example.org");

    [Fact]
    public void An_email_address_is_not_endless() => IsOutOfShape(() => EmailAddress.From($"{new string('a', 250)}@example.org"), "254");

    [Fact]
    public void Every_text_form_names_its_rule_when_nothing_is_given()
    {
        IsOutOfShape(() => EmailAddress.From(null!), "e-mail");
        IsOutOfShape(() => PhoneNumber.From(null!), "phone");
        IsOutOfShape(() => LanguageTag.From(null!), "language");
        IsOutOfShape(() => Skill.From(null!), "skill");
        IsOutOfShape(() => Region.From(null!), "region");
        IsOutOfShape(() => Sha256.From(null!), "SHA-256");
        IsOutOfShape(() => TimeZoneName.From(null!), "time zone");
        IsOutOfShape(() => Currency.From(null!), "currency");
    }

    [Theory]
    [InlineData("+12125550100", true)]
    [InlineData("+4915112345678", true)]
    [InlineData("12125550100", false)]
    [InlineData("+0125550100", false)]
    [InlineData("+1 212 555 0100", false)]
    [InlineData("+123456", false)]
    [InlineData("+1234567890123456", false)]
    [InlineData("+12125550100\n", false)]
    public void A_phone_number_is_of_the_international_form(string written, bool right) => Takes(PhoneNumber.From, written, right);

    [Theory]
    [InlineData("en", "en")]
    [InlineData("EN", "en")]
    [InlineData("pt-br", "pt-BR")]
    [InlineData("ZH-hant-tw", "zh-Hant-TW")]
    [InlineData("es-419", "es-419")]
    [InlineData("de-1996", "de-1996")]
    public void A_language_tag_takes_its_customary_letter_case(string written, string value) => Assert.Equal(value, LanguageTag.From(written).Value);

    [Theory]
    [InlineData("")]
    [InlineData("e")]
    [InlineData("english")]
    [InlineData("en_US")]
    [InlineData("en-")]
    [InlineData("en-x-klingon-but-far-too-long-for-a-tag")]
    public void A_language_tag_is_of_BCP_47(string written) => IsOutOfShape(() => LanguageTag.From(written), "BCP 47");

    [Theory]
    [InlineData("plumbing", true)]
    [InlineData("web-development", true)]
    [InlineData("3d-printing", true)]
    [InlineData("Plumbing", false)]
    [InlineData("web development", false)]
    [InlineData("-web", false)]
    [InlineData("web--development", false)]
    [InlineData("", false)]
    public void A_skill_is_a_code(string written, bool right) => Takes(Skill.From, written, right);

    [Theory]
    [InlineData("us-east", true)]
    [InlineData("eu", true)]
    [InlineData("us-east-2", true)]
    [InlineData("US", false)]
    [InlineData("u", false)]
    [InlineData("us_east", false)]
    [InlineData("us-a-region-with-far-too-long-a-name", false)]
    public void A_region_is_written_in_small_letters(string written, bool right) => Takes(Region.From, written, right);

    [Theory]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", true)]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", false)]
    [InlineData("e3b0", false)]
    public void A_hash_is_64_small_hexadecimal_digits(string written, bool right) => Takes(Sha256.From, written, right);

    private static void Takes<T>(Func<string, T> from, string written, bool right) where T : IScalar<T, string>
    {
        if (right)
        {
            Assert.Equal(written, from(written).Value);
            Assert.Equal(written, from(written).ToString());
        }
        else
        {
            Assert.Throws<ShapeException>(() => from(written));
        }
    }
}
