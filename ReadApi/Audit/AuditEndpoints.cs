using System.Buffers;
using System.Globalization;
using System.Text.Json;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using LaborMarketplace.ReadApi.Documents;
using LaborMarketplace.ReadApi.Requests;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.ReadApi.Audit;

/// <summary>The history of a stream, straight from the log: who did what, and when. For auditors.</summary>
internal static class AuditEndpoints
{
    private const int LongestName = 200;

    private static readonly QueryParameter<int?> From =
        QueryParameter.Number("fromRevision", "The first event's place in the stream, from 0.", 0, int.MaxValue, "0");

    private static readonly QueryParameter<int?> Limit = QueryParameter.Number("limit", "How many events at most; 50 unless given.", 1, 200, "50");

    private static readonly IReadOnlyCollection<QueryParameter> Filters = [From, Limit];

    private static readonly StreamEvent Example = new(
        2, 1_042, Guid.Parse("01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4f"), "job.published.v1", JsonElement.Parse("{}"), JsonElement.Parse("{}"), null);

    private static readonly ProblemCode NoStream = new(ProblemKind.NotFound, "stream.not-found");

    public static void MapAudit(this IEndpointRouteBuilder endpoints, IEventStore log, EventCodec codec) => endpoints.MapReading(
        "/audit/streams/{stream}", [],
        new Operation(
            "Audit",
            "getStream",
            "Reads the events of a stream as they are stored, the oldest first; next is the revision to go on from. "
            + "An event of an old version also comes as its type says it today.")
        {
            Answer = new Page<StreamEvent>([Example], null),
            Query = Filters,
            TextInPath = ["stream"],
            Codes = [NoStream],
        },
        request => GetStream(request, log, codec)).RequireRole(Role.Auditor);

    private static async Task<Problem?> GetStream(ReadRequest request, IEventStore log, EventCodec codec)
    {
        var query = new QueryReader(request.Context.Request.Query, Filters);
        var name = request.Context.GetRouteValue("stream") as string ?? "";
        var (from, limit) = (query.Read(From) ?? 0, query.Read(Limit) ?? 50);
        if (query.Problem is { } problem)
        {
            return problem;
        }

        if (name.Length > LongestName || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-'))
        {
            return Problem.OfParameter("stream", "A stream is named like job-01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4c.");
        }

        var events = await log.Load(new StreamName(name), from, request.Cancellation);
        if (events.Count == 0 && (from == 0 || (await log.Load(new StreamName(name), 0, request.Cancellation)).Count == 0))
        {
            return new Problem(ProblemKind.NotFound, $"There is no stream {name}.") { Code = NoStream.Code };
        }

        var page = new ArrayBufferWriter<byte>();
        Write(page, events, limit, codec);
        return await request.Answer(page.WrittenMemory, CachedDocument.TagOf(page.WrittenSpan));
    }

    private static void Write(ArrayBufferWriter<byte> page, IReadOnlyList<RecordedEvent> events, int limit, EventCodec codec)
    {
        using var json = new Utf8JsonWriter(page, new JsonWriterOptions { Encoder = MarketplaceJson.Options.Encoder });
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var recorded in events.Take(limit))
        {
            Write(json, recorded, codec);
        }

        json.WriteEndArray();
        if (events.Count > limit)
        {
            json.WriteString("next", events[limit].Revision.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            json.WriteNull("next");
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, RecordedEvent recorded, EventCodec codec)
    {
        json.WriteStartObject();
        json.WriteNumber("revision", recorded.Revision);
        json.WriteNumber("position", recorded.Position.Value);
        json.WriteString("id", recorded.Id);
        json.WriteString("type", recorded.Type);
        json.WritePropertyName("data");
        json.WriteRawValue(recorded.Data.Span);
        json.WritePropertyName("metadata");
        json.WriteRawValue(recorded.Metadata.Span);
        if (codec.Lift(recorded) is { } today)
        {
            json.WriteStartObject("today");
            json.WriteString("type", today.Type);
            json.WritePropertyName("data");
            today.Data.WriteTo(json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}

/// <summary>An event of a stream, for the OpenAPI document.</summary>
/// <param name="Today">What its type says today; null where that is what is stored.</param>
internal sealed record StreamEvent(long Revision, long Position, Guid Id, string Type, JsonElement Data, JsonElement Metadata, EventToday? Today);

/// <summary>An event of an old version as its type says it today, for the OpenAPI document.</summary>
internal sealed record EventToday(string Type, JsonElement Data);
