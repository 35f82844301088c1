using EventStoreDb.Client.Protocol;
using Grpc.Core;

namespace LaborMarketplace.Tests.Integration.EventStore.EventStoreDb;

/// <summary>The features service of the double.</summary>
internal sealed class NodeFeatures : ServerFeatures.ServerFeaturesBase
{
    public override Task<SupportedMethods> GetSupportedMethods(Empty request, ServerCallContext context) => Task.FromResult(new SupportedMethods
    {
        EventStoreServerVersion = "23.10.0",
        Methods =
        {
            new SupportedMethod { ServiceName = "event_store.client.streams.streams", MethodName = "append" },
            new SupportedMethod { ServiceName = "event_store.client.streams.streams", MethodName = "batchappend", Features = { "deadline_duration" } },
        },
    });
}
