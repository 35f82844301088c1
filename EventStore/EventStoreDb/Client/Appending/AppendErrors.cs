using System.Globalization;
using EventStoreDb.Client.Calling;
using EventStoreDb.Client.Protocol;
using Google.Protobuf;
using Grpc.Core;

namespace EventStoreDb.Client.Appending;

/// <summary>The errors that a call for many appends answers single ones of them with.</summary>
internal static class AppendErrors
{
    /// <returns>A wrong expected version, which is no error to the caller.</returns>
    /// <exception cref="RpcException">Every other error, as a call of its own would have ended.</exception>
    /// <exception cref="ProtocolMismatchException">The error cannot be.</exception>
    public static AppendOutcome Outcome(Protocol.Status error)
    {
        if (Detail(error, WrongExpectedVersion.Parser, WrongExpectedVersion.Descriptor) is { } wrong)
        {
            return new AppendOutcome.WrongExpectedVersion(
                wrong.CurrentStreamRevisionOptionCase == WrongExpectedVersion.CurrentStreamRevisionOptionOneofCase.CurrentStreamRevision
                    ? Wire.Number(wrong.CurrentStreamRevision, "a revision")
                    : -1);
        }

        throw new RpcException(new Grpc.Core.Status(Code(error), error.Message), Trailers(error));
    }

    /// <summary>
    /// A node sets no code when it is busy, starts, or does not lead; and when its followers did not answer it in time, another try may help.
    /// </summary>
    private static StatusCode Code(Protocol.Status error) =>
        (StatusCode)error.Code is StatusCode.OK or StatusCode.DeadlineExceeded ? StatusCode.Unavailable : (StatusCode)error.Code;

    /// <summary>The same trailers that a call of its own would have ended with.</summary>
    private static Metadata Trailers(Protocol.Status error)
    {
        if (Detail(error, MaximumAppendSizeExceeded.Parser, MaximumAppendSizeExceeded.Descriptor) is { } exceeded)
        {
            return new Metadata
            {
                { "exception", "maximum-append-size-exceeded" },
                { "maximum-append-size", exceeded.MaxAppendSize.ToString(CultureInfo.InvariantCulture) },
            };
        }

        var reason = error.Details is not { } details ? null
            : details.Is(StreamDeleted.Descriptor) ? "stream-deleted"
            : details.Is(AccessDenied.Descriptor) ? "access-denied"
            : null;
        return reason is null ? Metadata.Empty : new Metadata { { "exception", reason } };
    }

    /// <summary>The detail of this type; null where there is another, or none, or one that is no such message.</summary>
    private static T? Detail<T>(Protocol.Status error, MessageParser<T> parser, Google.Protobuf.Reflection.MessageDescriptor descriptor)
        where T : class, IMessage<T>
    {
        try
        {
            return error.Details?.Is(descriptor) ?? false ? parser.ParseFrom(error.Details.Value) : null;
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw Wire.Violation($"an error whose detail is no {descriptor.Name}: {exception.Message}");
        }
    }
}
