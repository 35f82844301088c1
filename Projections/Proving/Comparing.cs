using System.Text.Json;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using Npgsql;

namespace LaborMarketplace.Projections.Proving;

/// <summary>What differs between two sets of documents.</summary>
internal static class Comparing
{
    /// <summary>The documents that differ, in the order of their ids.</summary>
    public static IReadOnlyList<Guid> Differing(DocumentHashes live, DocumentHashes other) =>
        [.. live.ById.Keys.Union(other.ById.Keys).Where(id => KindOf(id, live, other) is not null).Order()];

    public static DifferenceKind? KindOf(Guid id, DocumentHashes live, DocumentHashes other) =>
        (live.ById.GetValueOrDefault(id), other.ById.GetValueOrDefault(id)) switch
        {
            (null, _) => DifferenceKind.Missing,
            (_, null) => DifferenceKind.Unexpected,
            var (left, right) => left.AsSpan().SequenceEqual(right) ? null : DifferenceKind.Different,
        };

    /// <summary>A document as PostgreSQL writes it.</summary>
    public static async Task<string> TextOf(NpgsqlDataSource database, object document, Projection projection, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select $1::jsonb::text");
        command.Parameters.Add(new() { Value = JsonSerializer.Serialize(document, projection.Document, MarketplaceJson.Options) });
        return (string)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
