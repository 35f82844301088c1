using System.Security.Cryptography;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>Events that chance made, of 300 bytes each.</summary>
internal static class RandomEvents
{
    public const string Type = "job.published.v1";

    private const int BytesOfData = 200;
    private const int BytesOfMetadata = 100;

    public static EventData One() => new(Guid.CreateVersion7(), Type, Data(), Metadata());

    public static EventData[] Many(int count) => [.. Enumerable.Range(0, count).Select(_ => One())];

    public static byte[] Data() => RandomNumberGenerator.GetBytes(BytesOfData);

    public static byte[] Metadata() => RandomNumberGenerator.GetBytes(BytesOfMetadata);
}
