using System.Globalization;
using System.Text;
using LaborMarketplace.Commands.Helpers;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Consumers;

/// <summary>
/// The local way to send contact codes: each is a message file (RFC 5322, <c>.eml</c>) in a folder, which any mail program opens. What was
/// sent can be read back, since nobody who is made up reads their mail. Thread-safe.
/// </summary>
/// <param name="folder">Made when the first message is written; it has a folder for each address.</param>
public sealed class ContactCodeMail(string folder, TimeProvider time) : IContactCodeSender, ILocalMailbox
{
    public async Task Send(ContactCodeMessage message, CancellationToken cancellation)
    {
        var inbox = Directory.CreateDirectory(InboxOf(message.Email)).FullName;
        var file = Path.Combine(inbox, string.Create(CultureInfo.InvariantCulture, $"{message.Helper}-{message.Number:D6}.eml"));
        var unfinished = $"{file}.{Guid.NewGuid():N}.part";
        await File.WriteAllTextAsync(unfinished, ContactCodeMessageFile.Write(message, time.GetUtcNow()), new UTF8Encoding(false), cancellation);
        File.Move(unfinished, file, overwrite: true);
    }

    /// <summary>The message that was sent last to an address; null where none was.</summary>
    public Task<ContactCodeMessage?> LastTo(EmailAddress address, CancellationToken cancellation) =>
        Last(InboxOf(address), "*.eml", SearchOption.TopDirectoryOnly, cancellation);

    /// <summary>The message that was sent last to a helper; null where none was.</summary>
    public Task<ContactCodeMessage?> Last(HelperId helper, CancellationToken cancellation) =>
        Last(folder, $"{helper}-*.eml", SearchOption.AllDirectories, cancellation);

    private static async Task<ContactCodeMessage?> Last(string folder, string pattern, SearchOption depth, CancellationToken cancellation) =>
        Directory.Exists(folder) && Directory.EnumerateFiles(folder, pattern, depth).MaxBy(Path.GetFileName, StringComparer.Ordinal) is { } file
            ? ContactCodeMessageFile.Read(await File.ReadAllTextAsync(file, cancellation))
            : null;

    /// <remarks>Percent-encoding keeps a character like / in an address from leaving the folder.</remarks>
    private string InboxOf(EmailAddress address) => Path.Combine(folder, Uri.EscapeDataString(address.Value));
}
