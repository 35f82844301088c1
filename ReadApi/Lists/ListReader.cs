using System.Buffers;
using System.Text;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.ReadApi.Documents;
using LaborMarketplace.ReadApi.Requests;
using Npgsql;

namespace LaborMarketplace.ReadApi.Lists;

/// <summary>Reads a page of a list; the documents go out as they are stored.</summary>
internal sealed class ListReader(NpgsqlDataSource database)
{
    private const int UsualItems = 50;
    private const int MostItems = 200;

    private static readonly QueryParameter<int?> Limit = QueryParameter.Number("limit", "How many items at most; 50 unless given.", 1, MostItems, "50");

    private static readonly QueryParameter<string> CursorText =
        new("cursor", "The value of next in the answer before, to go on after it.", "AAECAwQFBgc", text => text);

    /// <summary>What a list's endpoint takes, beside its own filters.</summary>
    public static IReadOnlyCollection<QueryParameter> Paging { get; } = [Limit, CursorText];

    /// <param name="request">The request.</param>
    /// <param name="query">Has read the list's own filters.</param>
    /// <param name="documents">What to list.</param>
    public async Task<Problem?> Answer(ReadRequest request, QueryReader query, DocumentQuery documents)
    {
        var list = Cursor.ListOf(request.Context.Request);
        var limit = query.Read(Limit) ?? UsualItems;
        var after = CursorOf(query, list);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var page = new ArrayBufferWriter<byte>(16 * 1024);
        await using var command = documents.Page(database, after, limit + 1);
        await using (var reader = await command.ExecuteReaderAsync(request.Cancellation))
        {
            await Write(page, reader, request, documents.Projection, list, limit);
        }

        return await request.Answer(page.WrittenMemory, CachedDocument.TagOf(page.WrittenSpan));
    }

    private static Cursor? CursorOf(QueryReader query, string list)
    {
        if (query.Read(CursorText) is not { } text)
        {
            return null;
        }

        try
        {
            return Cursor.Read(list, text);
        }
        catch (ShapeException exception)
        {
            query.Refuse(CursorText.Name, exception.Message);
            return null;
        }
    }

    private static async Task Write(ArrayBufferWriter<byte> page, NpgsqlDataReader reader, ReadRequest request, Projection projection, string list, int limit)
    {
        page.Write("{\"items\":["u8);
        Cursor? last = null;
        var more = false;
        for (var items = 0; await reader.ReadAsync(request.Cancellation); items++)
        {
            request.Saw(projection, new LogPosition(reader.GetInt64(0)));
            more = items == limit;
            if (more || reader.IsDBNull(1))
            {
                break;
            }

            page.Write(items > 0 ? ","u8 : []);
            page.Write(reader.GetFieldValue<byte[]>(3));
            last = new Cursor(reader.IsDBNull(2) ? "" : reader.GetString(2), reader.GetGuid(1));
        }

        page.Write("],\"next\":"u8);
        page.Write(more ? Encoding.UTF8.GetBytes($"\"{last!.Write(list)}\"") : "null"u8);
        page.Write("}"u8);
    }
}
