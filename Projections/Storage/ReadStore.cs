using JasperFx;
using LaborMarketplace.EventStore;
using Marten;
using Npgsql;
using Weasel.Core;

namespace LaborMarketplace.Projections.Storage;

/// <summary>The read models as Marten documents: each build of a projection has a table of its own in the schema <c>read</c>.</summary>
public static class ReadStore
{
    public const string Schema = "read";

    /// <summary>Marten's name for the table of a build, by <see cref="Build.Storage"/>.</summary>
    public static string TableOf(string storage) => $"{Schema}.mt_doc_{storage}";

    /// <summary>A document store over the tables of some builds, one of each read model; for whoever wants to query them in LINQ.</summary>
    public static DocumentStore Open(NpgsqlDataSource database, IReadOnlyList<Build> builds)
    {
        var byDocument = builds.ToDictionary(build => build.Projection.Document);
        return DocumentStore.For(options =>
        {
            options.Connection(database);
            options.DatabaseSchemaName = Schema;
            options.AutoCreateSchemaObjects = AutoCreate.None;
            options.UseSystemTextJsonForSerialization(MarketplaceJson.Options, EnumStorage.AsString, Casing.CamelCase);
            options.Policies.ForAllDocuments(mapping => Map(mapping, byDocument));
            options.RegisterDocumentTypes(byDocument.Keys);
        });
    }

    private static void Map(Marten.Schema.DocumentMapping mapping, Dictionary<Type, Build> byDocument)
    {
        if (!byDocument.TryGetValue(mapping.DocumentType, out var build))
        {
            return;
        }

        mapping.Alias = build.Storage;
        mapping.Metadata.LastModified.Enabled = false;
        mapping.Metadata.Version.Enabled = false;
        mapping.Metadata.DotNetType.Enabled = false;
        foreach (var index in build.Projection.Indexes)
        {
            mapping.IgnoreIndex(ReadIndexes.NameOf(build, index));
        }
    }
}
