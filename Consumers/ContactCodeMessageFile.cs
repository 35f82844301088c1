using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LaborMarketplace.Commands.Helpers;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Consumers;

/// <summary>A contact code's message as Internet mail (RFC 5322), written and read back.</summary>
internal static partial class ContactCodeMessageFile
{
    private const string Line = "\r\n";
    private const string MailDate = "ddd, dd MMM yyyy HH:mm:ss +0000";

    public static string Write(ContactCodeMessage message, DateTimeOffset now) => string.Join(Line,
    [
        $"Date: {OnMailDate(now)}",
        "From: Labor Marketplace <no-reply@marketplace.example>",
        $"To: {EncodedWords(message.Name.Value)} <{message.Email}>",
        string.Create(CultureInfo.InvariantCulture, $"Message-ID: <contact-code-{message.Helper}-{message.Number}@marketplace.example>"),
        "Subject: Your contact code",
        $"X-Contact-Code-Helper: {message.Helper}",
        string.Create(CultureInfo.InvariantCulture, $"X-Contact-Code-Number: {message.Number}"),
        $"X-Contact-Code: {message.Code}",
        $"Expires: {OnMailDate(message.ExpiresAt)}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        $"Hello {message.Name},",
        "",
        $"your contact code is {message.Code}.",
        $"It can be used until {message.ExpiresAt.ToString("d MMMM yyyy HH:mm", CultureInfo.InvariantCulture)} UTC, once.",
        "",
        "If you have not registered at the marketplace, you need do nothing.",
        "",
    ]);

    public static ContactCodeMessage Read(string file)
    {
        var headers = file[..file.IndexOf(Line + Line, StringComparison.Ordinal)]
            .Replace(Line + " ", "", StringComparison.Ordinal)
            .Split(Line)
            .Select(line => line.Split(": ", 2))
            .ToDictionary(header => header[0], header => header[1], StringComparer.OrdinalIgnoreCase);
        var to = headers["To"];
        return new ContactCodeMessage(
            HelperId.From(Guid.Parse(headers["X-Contact-Code-Helper"])),
            Name.From(Decoded(to)),
            EmailAddress.From(to[(to.LastIndexOf('<') + 1)..^1]),
            int.Parse(headers["X-Contact-Code-Number"], CultureInfo.InvariantCulture),
            headers["X-Contact-Code"],
            DateTimeOffset.ParseExact(headers["Expires"], MailDate, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }

    private static string OnMailDate(DateTimeOffset moment) => moment.UtcDateTime.ToString(MailDate, CultureInfo.InvariantCulture);

    /// <summary>Text as a header may hold it (RFC 2047): encoded words of at most 75 characters, folded onto lines of their own.</summary>
    private static string EncodedWords(string text)
    {
        const int BytesInAWord = 45;
        var words = new List<List<byte>> { new() };
        foreach (var character in text.EnumerateRunes().Select(rune => Encoding.UTF8.GetBytes(rune.ToString())))
        {
            if (words[^1].Count + character.Length > BytesInAWord)
            {
                words.Add([]);
            }

            words[^1].AddRange(character);
        }

        return string.Join(Line + " ", words.Select(word => $"=?utf-8?B?{Convert.ToBase64String([.. word])}?="));
    }

    private static string Decoded(string header) =>
        Encoding.UTF8.GetString([.. EncodedWord().Matches(header).SelectMany(word => Convert.FromBase64String(word.Groups[1].Value))]);

    [GeneratedRegex(@"=\?utf-8\?B\?([A-Za-z0-9+/=]*)\?=")]
    private static partial Regex EncodedWord();
}
