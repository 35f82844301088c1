using System.Buffers.Binary;
using EventStoreDb.Client.Protocol;
using Google.Protobuf;

namespace EventStoreDb.Client.Calling;

/// <summary>What the messages of the protocol have in common: ids, names and numbers, and how they are checked.</summary>
internal static class Wire
{
    public static UUID Uuid(Guid id) => new() { String = id.ToString() };

    /// <summary>The server may answer in either form; null when it is neither.</summary>
    public static Guid? Id(UUID? id) => id?.ValueCase switch
    {
        UUID.ValueOneofCase.String => Guid.TryParse(id.String, out var read) ? read : null,
        UUID.ValueOneofCase.Structured => Id(id.Structured),
        _ => null,
    };

    public static StreamIdentifier Stream(string stream) => new() { StreamName = ByteString.CopyFromUtf8(stream) };

    /// <summary>A name that a stream can have.</summary>
    /// <exception cref="ArgumentException">It is none; the message says how.</exception>
    public static string Name(string stream) => IsText(stream)
        ? stream
        : throw new ArgumentException("A stream's name has from 1 character on, and no half of a surrogate pair alone.", nameof(stream));

    /// <summary>Whether it has characters, all of which the wire can carry.</summary>
    public static bool IsText(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]) && !(index + 1 < text.Length && char.IsSurrogatePair(text[index], text[++index])))
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    /// <param name="what">What the number is, in an error's words.</param>
    /// <exception cref="ProtocolMismatchException">No stream and no log reaches the number.</exception>
    public static long Number(ulong number, string what) =>
        number <= long.MaxValue ? (long)number : throw Violation($"{what} of {number}, which no log reaches");

    /// <exception cref="ProtocolMismatchException">No log reaches the position.</exception>
    public static LogPosition Position(ulong commit, ulong prepare) => new(Number(commit, "a position"), Number(prepare, "a position"));

    public static LogPosition? Position(AllStreamPosition? position) =>
        position is null ? null : Position(position.CommitPosition, position.PreparePosition);

    /// <param name="ticks">Of 100 ns, since the epoch.</param>
    /// <exception cref="ProtocolMismatchException">No clock tells this time.</exception>
    public static DateTimeOffset Time(long ticks) => ticks >= 0 && ticks <= (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks
        ? DateTimeOffset.UnixEpoch.AddTicks(ticks)
        : throw Violation($"a time of {ticks}, which no clock tells");

    public static ProtocolMismatchException Violation(string what) => new($"EventStoreDB answered with {what}.");

    private static Guid Id(UUID.Types.Structured structured)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, structured.MostSignificantBits);
        BinaryPrimitives.WriteInt64BigEndian(bytes[sizeof(long)..], structured.LeastSignificantBits);
        return new Guid(bytes, bigEndian: true);
    }
}
