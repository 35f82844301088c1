using System.Globalization;
using System.Text.Json;
using LaborMarketplace.Commands.Helpers;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.WriteApi;

namespace LaborMarketplace.Cli.Embedded;

/// <summary>The embedded default's mail: each message is a file (RFC 5322, <c>.eml</c>) in a folder, where any mail program opens it.</summary>
internal sealed class LocalMail : IContactCodeSender, ILocalMailbox
{
    /// <summary>Holds the message as JSON, for who reads it here.</summary>
    private const string MessageHeader = "X-Contact-Code: ";

    private readonly string _folder;

    public LocalMail(string folder) => _folder = Directory.CreateDirectory(folder).FullName;

    public async Task Send(ContactCodeMessage message, CancellationToken cancellation)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"""
            From: Labor Marketplace <no-reply@marketplace.example>
            To: {message.Email}
            Subject: Your code is {message.Code}
            Content-Type: text/plain; charset=utf-8
            {MessageHeader}{JsonSerializer.Serialize(message, MarketplaceJson.Options)}

            Hello {message.Name},

            your code is {message.Code}. It can be used until {message.ExpiresAt:yyyy-MM-dd HH:mm} UTC.

            """);
        var file = Path.Combine(_folder, FileName(message.Helper, message.Number));
        await File.WriteAllTextAsync($"{file}.draft", text.ReplaceLineEndings("\r\n"), cancellation);
        File.Move($"{file}.draft", file, overwrite: true);
    }

    public async Task<ContactCodeMessage?> Last(HelperId helper, CancellationToken cancellation)
    {
        if (Directory.EnumerateFiles(_folder, $"{helper}-*.eml").Max(StringComparer.Ordinal) is not { } last)
        {
            return null;
        }

        var header = (await File.ReadAllLinesAsync(last, cancellation)).First(line => line.StartsWith(MessageHeader, StringComparison.Ordinal));
        return JsonSerializer.Deserialize<ContactCodeMessage>(header[MessageHeader.Length..], MarketplaceJson.Options);
    }

    private static string FileName(HelperId helper, int number) => string.Create(CultureInfo.InvariantCulture, $"{helper}-{number:0000}.eml");
}
