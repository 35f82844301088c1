using EventStoreDb.Client.Protocol;
using Expectation = EventStoreDb.Client.Protocol.BatchAppendReq.Types.Options.ExpectedStreamPositionOneofCase;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>What an append expects of its stream.</summary>
internal static class NodeExpectations
{
    public static bool Hold(BatchAppendReq.Types.Options options, int count, long head) => options.ExpectedStreamPositionCase switch
    {
        Expectation.Any => true,
        Expectation.StreamExists => head >= 0,
        Expectation.NoStream => head < 0,
        _ => Revision(options) == count - 1,
    };

    /// <summary>The revision that is expected; -1 for a stream without events.</summary>
    public static long Revision(BatchAppendReq.Types.Options options) =>
        options.ExpectedStreamPositionCase == Expectation.StreamPosition ? (long)options.StreamPosition : -1;
}
