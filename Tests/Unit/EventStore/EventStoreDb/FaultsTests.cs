using System.Net;
using EventStoreDb.Client;
using EventStoreDb.Client.Appending;
using EventStoreDb.Client.Calling;
using EventStoreDb.Client.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace LaborMarketplace.Tests.Unit.EventStore.EventStoreDb;

/// <summary>What a failed call becomes.</summary>
public sealed class FaultsTests
{
    [Theory]
    [InlineData(StatusCode.Unavailable, null, typeof(UnavailableException), true)]
    [InlineData(StatusCode.Internal, null, typeof(UnavailableException), true)]
    [InlineData(StatusCode.DeadlineExceeded, null, typeof(UnavailableException), false)]
    [InlineData(StatusCode.NotFound, "not-leader", typeof(UnavailableException), true)]
    [InlineData(StatusCode.NotFound, null, typeof(NotFoundException), false)]
    [InlineData(StatusCode.FailedPrecondition, "stream-deleted", typeof(StreamDeletedException), false)]
    [InlineData(StatusCode.PermissionDenied, "access-denied", typeof(AccessDeniedException), false)]
    [InlineData(StatusCode.Unauthenticated, null, typeof(AccessDeniedException), false)]
    [InlineData(StatusCode.InvalidArgument, "maximum-append-size-exceeded", typeof(AppendTooBigException), false)]
    [InlineData(StatusCode.InvalidArgument, "missing-required-metadata-property", typeof(ProtocolMismatchException), false)]
    [InlineData(StatusCode.Unknown, null, typeof(ProtocolMismatchException), false)]
    [InlineData(StatusCode.Unimplemented, null, typeof(ProtocolMismatchException), false)]
    public void Has_the_kind_that_its_status_and_trailers_say(StatusCode status, string? reason, System.Type kind, bool passes)
    {
        var fault = new RpcException(new(status, "detail"), reason is null ? [] : new Metadata { { "exception", reason } });
        var error = Faults.Error(fault, "append to job-1", new DnsEndPoint("node.example", 2113));
        Assert.IsType(kind, error);
        Assert.Contains("node.example:2113", error.Message, StringComparison.Ordinal);
        Assert.Contains("append to job-1", error.Message, StringComparison.Ordinal);
        Assert.Equal((passes, fault), (Faults.Passes(fault), error.InnerException));
    }

    [Fact]
    public void Bytes_that_are_no_message_are_no_reason_to_ask_again()
    {
        var fault = new RpcException(new(StatusCode.Internal, "bad", InvalidProtocolBuffer()));
        Assert.IsType<ProtocolMismatchException>(Faults.Error(fault, "read", null));
        Assert.False(Faults.Passes(fault));
    }

    [Theory]
    [InlineData("5", 5L)]
    [InlineData("-1", -1L)]
    [InlineData("-2", -1L)]
    [InlineData("x", null)]
    [InlineData(null, null)]
    public void A_wrong_version_says_the_right_one_where_it_is_told(string? told, long? actual)
    {
        var trailers = new Metadata { { "exception", "wrong-expected-version" } };
        if (told is not null)
        {
            trailers.Add("actual-version", told);
        }

        Assert.True(Faults.IsWrongVersion(new RpcException(new(StatusCode.FailedPrecondition, ""), trailers), out var read));
        Assert.Equal(actual, read);
    }

    [Fact]
    public void The_error_of_one_append_among_many_is_the_same_as_that_of_a_call_of_its_own()
    {
        Assert.IsType<AppendTooBigException>(Error(StatusCode.InvalidArgument, new MaximumAppendSizeExceeded { MaxAppendSize = 5 }));
        Assert.IsType<StreamDeletedException>(Error(StatusCode.NotFound, new StreamDeleted()));
        Assert.IsType<AccessDeniedException>(Error(StatusCode.PermissionDenied, new AccessDenied()));
        Assert.IsType<ProtocolMismatchException>(Error(StatusCode.InvalidArgument, new BadRequest { Message = "no" }));
    }

    [Theory]
    [InlineData(StatusCode.OK)]
    [InlineData(StatusCode.DeadlineExceeded)]
    public void A_node_that_is_busy_or_heard_nothing_of_its_followers_may_be_asked_again(StatusCode code) =>
        Assert.True(Faults.Passes(Assert.Throws<RpcException>(() => Outcome(code, Any.Pack(new Google.Protobuf.WellKnownTypes.Empty())))));

    [Fact]
    public void A_wrong_expected_version_is_a_value_and_a_damaged_one_a_violation()
    {
        var present = Any.Pack(new WrongExpectedVersion { CurrentStreamRevision = 3 });
        Assert.Equal(new AppendOutcome.WrongExpectedVersion(3), Outcome(StatusCode.AlreadyExists, present));
        var absent = Any.Pack(new WrongExpectedVersion { CurrentNoStream = new() });
        Assert.Equal(new AppendOutcome.WrongExpectedVersion(-1), Outcome(StatusCode.AlreadyExists, absent));
        var damaged = Any.Pack(new WrongExpectedVersion { CurrentStreamRevision = 3 });
        damaged.Value = ByteString.CopyFrom(0x0a, 0xff);
        Assert.Throws<ProtocolMismatchException>(() => Outcome(StatusCode.AlreadyExists, damaged));
    }

    private static EventStoreDbException Error(StatusCode code, IMessage details) =>
        Faults.Error(Assert.Throws<RpcException>(() => Outcome(code, Any.Pack(details))), "append", null);

    private static AppendOutcome Outcome(StatusCode code, Any details) =>
        AppendMessages.Outcome(new BatchAppendResp { Error = new() { Code = (int)code, Message = "m", Details = details } });

    private static Exception InvalidProtocolBuffer() => Record.Exception(() => ReadResp.Parser.ParseFrom([0xff]))!;
}
