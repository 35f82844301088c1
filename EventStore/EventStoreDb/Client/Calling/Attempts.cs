using Grpc.Core;

namespace EventStoreDb.Client.Calling;

/// <summary>How often in a row something was tried without success.</summary>
internal sealed class Attempts
{
    /// <summary>From 0.</summary>
    public int Failed { get; private set; }

    /// <summary>What the first failed with; null before it.</summary>
    public RpcException? First { get; private set; }

    public void Fail(RpcException fault)
    {
        First ??= fault;
        Failed++;
    }

    /// <summary>It succeeded, and counts anew from here.</summary>
    public void Reset() => (Failed, First) = (0, null);
}
