using LaborMarketplace.Commands.Helpers;
using LaborMarketplace.Consumers;
using LaborMarketplace.Domain.Values;
using Microsoft.Extensions.Time.Testing;

namespace LaborMarketplace.Tests.Unit.Consumers;

public sealed class ContactCodeMailTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly HelperId Helper = new(DerivedId.Of("helper"));
    private static readonly EmailAddress Address = EmailAddress.From("o'neil/../x@example.org");

    private readonly string _folder = Directory.CreateTempSubdirectory("marketplace-mail-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_last_code_can_be_read_back()
    {
        var mail = Mail();
        await mail.Send(Message(1, "111111"), default);
        await mail.Send(Message(2, "222222"), default);
        Assert.Equal(Message(2, "222222"), await mail.Last(Helper, default));
        Assert.Equal(Message(2, "222222"), await mail.LastTo(Address, default));
    }

    [Fact]
    public async Task Nothing_was_sent_to_somebody_else()
    {
        await Mail().Send(Message(1, "111111"), default);
        Assert.Null(await Mail().LastTo(EmailAddress.From("bob@example.org"), default));
        Assert.Null(await Mail().Last(new HelperId(DerivedId.Of("another")), default));
    }

    [Fact]
    public async Task The_same_code_sent_again_is_one_file()
    {
        await Mail().Send(Message(1, "111111"), default);
        await Mail().Send(Message(1, "111111"), default);
        Assert.Single(Directory.GetFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Writes_a_message_that_mail_programs_read()
    {
        await Mail().Send(Message(1, "012345"), default);
        var text = await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(_folder, "*.eml", SearchOption.AllDirectories)));
        var (head, body) = (text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)], text[text.IndexOf("\r\n\r\n", StringComparison.Ordinal)..]);
        Assert.StartsWith("Date: Mon, 02 Mar 2026 12:00:00 +0000\r\n", head, StringComparison.Ordinal);
        Assert.Contains("To: =?utf-8?B?QcOvZGEgTMOq?= <o'neil/../x@example.org>", head, StringComparison.Ordinal);
        Assert.All(head.Split("\r\n"), line => Assert.True(line.All(char.IsAscii) && line.Length <= 200));
        Assert.Contains("your contact code is 012345.", body, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
    }

    private ContactCodeMail Mail() => new(_folder, new FakeTimeProvider(Now));

    private static ContactCodeMessage Message(int number, string code) =>
        new(Helper, new Name("Aïda Lê"), Address, number, code, Now.AddMinutes(15));
}
