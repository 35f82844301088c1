using LaborMarketplace.Commands;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Tests.Commands;
using static LaborMarketplace.Tests.Commands.Scene;

namespace LaborMarketplace.Tests.Unit.Commands;

public sealed class KeyedCodesTests
{
    private static readonly EmailAddress Address = EmailAddress.From("ann@example.org");

    private readonly KeyedCodes _codes = Keyed(1);

    [Fact]
    public void Equal_mailboxes_have_equal_keys() =>
        Assert.Equal(_codes.AddressKey(Address), _codes.AddressKey(EmailAddress.From("Ann@Example.org")));

    [Fact]
    public void Another_secret_gives_other_keys_and_codes()
    {
        Assert.NotEqual(_codes.AddressKey(Address), Keyed(2).AddressKey(Address));
        Assert.NotEqual(_codes.DigestOf(Ann.Helper(), "123456"), Keyed(2).DigestOf(Ann.Helper(), "123456"));
    }

    [Fact]
    public void Codes_are_six_digits() =>
        Assert.All(Enumerable.Range(1, 500), number => Assert.Matches("^[0-9]{6}$", _codes.ContactCode(Ann.Helper(), number)));

    [Fact]
    public void A_digest_belongs_to_its_helper() =>
        Assert.NotEqual(_codes.DigestOf(Ann.Helper(), "123456"), _codes.DigestOf(Bob.Helper(), "123456"));

    [Fact]
    public void A_short_secret_is_told_at_the_start() =>
        Assert.Throws<ArgumentException>(() => new KeyedCodes(new CommandSettings(Policy.Default, new Region("us-east"), new byte[31])));

    private static KeyedCodes Keyed(byte secret) =>
        new(new CommandSettings(Policy.Default, new Region("us-east"), Enumerable.Repeat(secret, 32).ToArray()));
}
