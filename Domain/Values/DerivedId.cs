using System.Security.Cryptography;
using System.Text;

namespace LaborMarketplace.Domain.Values;

/// <summary>Ids that follow from what they name, so that there can be one only: name-based UUIDs, version 8 (RFC 9562) over SHA-256.</summary>
public static class DerivedId
{
    public static ApplicationId Application(JobId job, HelperId helper) => new(Of("application", job.Value, helper.Value));

    public static AssignmentId Assignment(OfferId offer) => new(Of("assignment", offer.Value));

    public static VerificationId Verification(HelperId helper, VerificationType type) => new(Of($"verification/{type}", helper.Value));

    /// <summary>A further entry that comes of the same check-out as the first.</summary>
    public static TimeEntryId TimeEntry(TimeEntryId first, int number) => new(Of($"time-entry/{number}", first.Value));

    /// <param name="purpose">What the id is for, so that equal parts for another purpose give another id.</param>
    /// <param name="parts">What the id follows from.</param>
    public static Guid Of(string purpose, params ReadOnlySpan<Guid> parts)
    {
        var name = new byte[Encoding.UTF8.GetByteCount(purpose) + (16 * parts.Length)];
        var offset = Encoding.UTF8.GetBytes(purpose, name);
        foreach (var part in parts)
        {
            part.TryWriteBytes(name.AsSpan(offset), bigEndian: true, out _);
            offset += 16;
        }

        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(name, hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
