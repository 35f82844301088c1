using System.Text.Json;
using LaborMarketplace.EventStore;
using LaborMarketplace.Projections.Definition;
using Npgsql;

namespace LaborMarketplace.Projections.Proving;

/// <summary>One of two sets of documents that are compared.</summary>
/// <param name="Hashes">Which there are.</param>
/// <param name="Text">One of them as PostgreSQL writes it; null where it is no longer the one that was hashed.</param>
internal sealed record Side(DocumentHashes Hashes, Func<Guid, CancellationToken, Task<string?>> Text)
{
    /// <summary>What stands in a build's table.</summary>
    public static Side Stored(NpgsqlDataSource database, string storage, DocumentHashes hashes) =>
        new(hashes, (id, cancellation) => hashes.TextOf(id, database, storage, cancellation));

    /// <summary>What was folded in memory, as long as it is not folded further.</summary>
    public static async Task<Side> Folded(
        NpgsqlDataSource database, Projection projection, IReadOnlyDictionary<Guid, object> documents, LogPosition position, CancellationToken cancellation) =>
        new(
            await DocumentHashes.Of(database, projection, documents, position, cancellation),
            async (id, stop) => await TextOf(database, JsonSerializer.Serialize(documents[id], projection.Document, MarketplaceJson.Options), stop));

    /// <summary>A part of it.</summary>
    public Side Among(Func<Guid, bool> part) => this with { Hashes = Hashes.Among(part) };

    /// <summary>Counts the documents that differ, and shows the first of them.</summary>
    public static async Task<DocumentDifferences> Compare(Side live, Side other, CancellationToken cancellation)
    {
        var differing = live.Hashes.ById.Keys.Union(other.Hashes.ById.Keys).Where(id => KindOf(id, live.Hashes, other.Hashes) is not null).Order().ToList();
        var first = new List<DocumentDifference>();
        foreach (var id in differing.Take(DocumentDifferences.Named))
        {
            var kind = KindOf(id, live.Hashes, other.Hashes)!.Value;
            var values = kind == DifferenceKind.Different && await live.Text(id, cancellation) is { } left && await other.Text(id, cancellation) is { } right
                ? JsonDifference.Between(left, right)
                : [];
            first.Add(new DocumentDifference(id, kind, [.. values]));
        }

        return new DocumentDifferences(differing.Count, first);
    }

    private static DifferenceKind? KindOf(Guid id, DocumentHashes live, DocumentHashes other) =>
        (live.ById.GetValueOrDefault(id), other.ById.GetValueOrDefault(id)) switch
        {
            (null, _) => DifferenceKind.Missing,
            (_, null) => DifferenceKind.Unexpected,
            var (left, right) => left.AsSpan().SequenceEqual(right) ? null : DifferenceKind.Different,
        };

    private static async Task<string> TextOf(NpgsqlDataSource database, string json, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select $1::jsonb::text");
        command.Parameters.Add(new() { Value = json });
        return (string)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
