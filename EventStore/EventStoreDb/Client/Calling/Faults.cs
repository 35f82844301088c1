using System.Globalization;
using System.Net;
using EventStoreDb.Client.Connection;
using Google.Protobuf;
using Grpc.Core;

namespace EventStoreDb.Client.Calling;

/// <summary>Turns what goes wrong with a call into this client's errors.</summary>
internal static class Faults
{
    /// <summary>What a call fails with that is not answered in time.</summary>
    public static RpcException Late() => new(new Status(StatusCode.DeadlineExceeded, "no answer came in time"));

    /// <summary>What a call fails with that the server ended without a reason.</summary>
    public static RpcException Ended() => new(new Status(StatusCode.Unavailable, "the server ended the call"));

    /// <summary>Whether it may be better in a moment: the connection broke, or a node starts, stops, or no longer leads.</summary>
    public static bool Passes(RpcException fault) => Reason(fault) == "not-leader" || NodeFailure.IsLeaderless(fault)
        || (Reason(fault) is null && !IsGarbage(fault) && !NodeCertificates.Refused(fault.Status.DebugException)
            && fault.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.Internal or StatusCode.Aborted);

    /// <summary>Whether a write found its stream in another state than expected, and in which: -1 for no stream, null where that is not told.</summary>
    public static bool IsWrongVersion(RpcException fault, out long? actual)
    {
        actual = long.TryParse(Trailer(fault, "actual-version"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var revision)
            ? Math.Max(-1, revision)
            : null;
        return Reason(fault) == "wrong-expected-version";
    }

    /// <summary>The fault as an error of this client.</summary>
    /// <param name="asked">What was asked, in a few words.</param>
    /// <param name="first">What the first try failed with, where there were more.</param>
    public static EventStoreDbException Error(RpcException fault, string asked, DnsEndPoint? node, RpcException? first = null)
    {
        var where = node is null ? "EventStoreDB" : $"EventStoreDB at {node.Host}:{node.Port}";
        var detail = first is null || Words(first) == Words(fault) ? Words(fault) : $"{Words(fault)}; at first: {Words(first)}";
        return Kind(fault) switch
        {
            Fault.Denied => new AccessDeniedException(
                $"{where} does not allow: {asked} ({detail}). The connection string gives credentials as esdb://user:password@host.", fault),
            Fault.Deleted => new StreamDeletedException($"{where} holds a tombstone for the stream of: {asked}. Another stream's name is free.", fault),
            Fault.NotFound => new NotFoundException($"{where} does not have what was asked for: {asked} ({detail}).", fault),
            Fault.TooBig => TooBig(fault, asked, where),
            Fault.Away => new UnavailableException($"{where} cannot be asked: {asked} ({detail}). The same may be asked again.", fault),
            _ => new ProtocolMismatchException($"{where} and this client do not understand each other: {asked} ({detail}).", fault),
        };
    }

    private static string Words(RpcException fault) => $"{fault.StatusCode}, {fault.Status.Detail}{(Reason(fault) is { } reason ? $" ({reason})" : "")}";

    private static AppendTooBigException TooBig(RpcException fault, string asked, string where)
    {
        long? maximum = long.TryParse(Trailer(fault, "maximum-append-size"), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
        var right = maximum is null ? "Fewer or smaller events are taken." : $"It takes {maximum} bytes of data.";
        return new AppendTooBigException($"{where} does not take so much at once: {asked}. {right}", maximum, fault);
    }

    private static Fault Kind(RpcException fault) => (Reason(fault), fault.StatusCode) switch
    {
        ("access-denied", _) or (_, StatusCode.PermissionDenied or StatusCode.Unauthenticated) => Fault.Denied,
        ("stream-deleted", _) => Fault.Deleted,
        ("maximum-append-size-exceeded", _) => Fault.TooBig,
        ("not-leader", _) => Fault.Away,
        _ when NodeFailure.IsLeaderless(fault) => Fault.Away,
        (_, StatusCode.NotFound) => Fault.NotFound,
        _ when IsGarbage(fault) => Fault.Misunderstood,
        (_, StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.Internal or StatusCode.Aborted) => Fault.Away,
        _ => Fault.Misunderstood,
    };

    /// <summary>The connection is well, but what came over it is no message.</summary>
    private static bool IsGarbage(RpcException fault) => fault.Status.DebugException is InvalidProtocolBufferException or InvalidDataException
        || fault.InnerException is InvalidProtocolBufferException;

    private static string? Reason(RpcException fault) => Trailer(fault, "exception");

    /// <summary>A trailer's text; null where there is none, or only bytes.</summary>
    private static string? Trailer(RpcException fault, string name) =>
        fault.Trailers.FirstOrDefault(trailer => trailer.Key == name && !trailer.IsBinary)?.Value;

    private enum Fault
    {
        Away,
        NotFound,
        Deleted,
        Denied,
        TooBig,
        Misunderstood,
    }
}
