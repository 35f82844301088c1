using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using LaborMarketplace.Domain.Values;
using Microsoft.AspNetCore.Http;

namespace LaborMarketplace.ReadApi.Lists;

/// <summary>Where a list goes on: after the item with this sort key and id. Opaque to clients, and bound to the list it came from.</summary>
/// <remarks>
/// It holds nothing that the list did not show, and a forged one can only choose where in the same list to go on; its check
/// is against mistakes: a cursor cut short, or one of another list or other filters.
/// </remarks>
internal sealed record Cursor(string SortKey, Guid Id)
{
    private const int CheckLength = 8;
    private const int IdLength = 16;

    public string Write(string list)
    {
        var key = Encoding.UTF8.GetBytes(SortKey);
        var bytes = new byte[CheckLength + IdLength + key.Length];
        Id.TryWriteBytes(bytes.AsSpan(CheckLength), bigEndian: true, out _);
        key.CopyTo(bytes.AsSpan(CheckLength + IdLength));
        Check(list, bytes.AsSpan(CheckLength)).CopyTo(bytes, 0);
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="ShapeException">It is not a cursor of this list.</exception>
    public static Cursor Read(string list, string text)
    {
        var bytes = Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : [];
        if (bytes.Length < CheckLength + IdLength
            || !Check(list, bytes.AsSpan(CheckLength)).AsSpan().SequenceEqual(bytes.AsSpan(0, CheckLength)))
        {
            throw new ShapeException("A cursor is the value of next in this list's answer, with the same filters; leave it out to start over.");
        }

        return new Cursor(
            Encoding.UTF8.GetString(bytes.AsSpan(CheckLength + IdLength)),
            new Guid(bytes.AsSpan(CheckLength, IdLength), bigEndian: true));
    }

    /// <summary>What a list is: its address and its filters, in any order.</summary>
    public static string ListOf(HttpRequest request) =>
        request.Query
            .Where(parameter => parameter.Key is not ("cursor" or "limit"))
            .OrderBy(parameter => parameter.Key, StringComparer.Ordinal)
            .Aggregate(new StringBuilder(request.Path), (list, parameter) => list.Append('\n').Append(parameter.Key).Append('=').Append(parameter.Value))
            .ToString();

    private static byte[] Check(string list, ReadOnlySpan<byte> rest) =>
        SHA256.HashData([.. Encoding.UTF8.GetBytes(list), 0, .. rest])[..CheckLength];
}
