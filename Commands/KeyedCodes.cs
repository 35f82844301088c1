using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LaborMarketplace.Domain.Values;

namespace LaborMarketplace.Commands;

/// <summary>
/// Codes and keys that follow from a secret (HMAC-SHA-256), so that none of them has to be stored anywhere: whoever reads the log learns
/// neither a code nor an address from them.
/// </summary>
public sealed class KeyedCodes
{
    private const int LeastSecretBytes = 32;

    private readonly byte[] _secret;

    /// <exception cref="ArgumentException">The secret is shorter than 32 bytes.</exception>
    public KeyedCodes(CommandSettings settings)
    {
        if (settings.Secret.Length < LeastSecretBytes)
        {
            throw new ArgumentException($"The secret of the commands has at least {LeastSecretBytes} bytes, not {settings.Secret.Length}.", nameof(settings));
        }

        _secret = settings.Secret.ToArray();
    }

    /// <summary>The name under which an address is reserved. Addresses are lower-cased, so equal mailboxes have equal keys.</summary>
    public string AddressKey(EmailAddress address) => Convert.ToHexStringLower(Keyed($"email/{address}"));

    /// <summary>The helper's contact code with this number: six digits.</summary>
    public string ContactCode(HelperId helper, int number) => SixDigits(string.Create(CultureInfo.InvariantCulture, $"contact-code/{helper}/{number}"));

    /// <summary>What the log may hold of a contact code.</summary>
    public Sha256 DigestOf(HelperId helper, string code) => Sha256.From(Convert.ToHexStringLower(Keyed($"contact-digest/{helper}/{code}")));

    /// <summary>The code that a supervisor reads to the helper on the spot: six digits.</summary>
    public string SupervisorCode(AssignmentId assignment) => SixDigits($"supervisor-code/{assignment}");

    private string SixDigits(string purpose) =>
        (BinaryPrimitives.ReadUInt64BigEndian(Keyed(purpose)) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    private byte[] Keyed(string purpose) => HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(purpose));
}
