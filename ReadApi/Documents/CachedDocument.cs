using System.Security.Cryptography;
using System.Text.Json;
using LaborMarketplace.EventStore;
using Microsoft.Net.Http.Headers;

namespace LaborMarketplace.ReadApi.Documents;

/// <summary>A document as it is served: bytes, and what is derived from them once. Thread-safe.</summary>
internal sealed class CachedDocument(byte[] json)
{
    private object? _parsed;

    public byte[] Json { get; } = json;

    /// <summary>Weak, because the bytes on the wire may be compressed.</summary>
    public EntityTagHeaderValue Tag { get; } = TagOf(json);

    /// <summary>The document, for deciding who may see it.</summary>
    public T As<T>()
        where T : class => (T)(_parsed ??= JsonSerializer.Deserialize<T>(Json, MarketplaceJson.Options)!);

    public static EntityTagHeaderValue TagOf(ReadOnlySpan<byte> json) =>
        new($"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 12))}\"", isWeak: true);
}
