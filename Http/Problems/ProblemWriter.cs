using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LaborMarketplace.EventStore;
using Microsoft.AspNetCore.Http;

namespace LaborMarketplace.Http.Problems;

/// <summary>Answers with a problem: the one place where an error takes its form.</summary>
public static class ProblemWriter
{
    private const int LongestEcho = 200;

    public static async Task Write(this HttpContext context, Problem problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Kind.Status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        if (problem.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await using (var writer = new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { Encoder = MarketplaceJson.Options.Encoder }))
            {
                Write(writer, problem, TraceId(context));
            }

            // Not with the request's token: it is cancelled when the answer took too long, and this is the answer that says so.
            await response.BodyWriter.FlushAsync(CancellationToken.None);
        }
    }

    /// <summary>What finds the request again in logs and traces.</summary>
    public static string TraceId(HttpContext context) => Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier;

    /// <summary>What a client sent, short enough to be told back.</summary>
    public static string Echo(string text) => text.Length <= LongestEcho ? text : $"{text[..LongestEcho]}…";

    private static void Write(Utf8JsonWriter writer, Problem problem, string traceId)
    {
        writer.WriteStartObject();
        writer.WriteString("type", $"/docs/problems#{problem.Kind.Code}");
        writer.WriteString("title", problem.Kind.Title);
        writer.WriteNumber("status", problem.Kind.Status);
        writer.WriteString("detail", problem.Detail);
        writer.WriteString("code", problem.Code);
        if (problem.Errors is { } errors)
        {
            writer.WritePropertyName("errors");
            JsonSerializer.Serialize(writer, errors.ByField.ToDictionary(), MarketplaceJson.Options);
        }

        if (problem.Inputs.Count > 0)
        {
            writer.WriteStartObject("inputs");
            foreach (var (name, value) in problem.Inputs)
            {
                writer.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
                JsonSerializer.Serialize(writer, value, value.GetType(), MarketplaceJson.Options);
            }

            writer.WriteEndObject();
        }

        writer.WriteString("traceId", traceId);
        writer.WriteEndObject();
    }
}
