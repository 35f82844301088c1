using System.Text.Json;
using LaborMarketplace.EventStore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LaborMarketplace.ReadApi.Models;

/// <summary>Server-sent events, as the HTML standard has them (https://html.spec.whatwg.org/multipage/server-sent-events.html).</summary>
internal static class EventStream
{
    private const string MediaType = "text/event-stream";

    /// <summary>Comment lines say that the connection lives.</summary>
    private static readonly ReadOnlyMemory<byte> Heartbeat = ":\n\n"u8.ToArray();

    public static bool IsWanted(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accepted => string.Equals(accepted.MediaType.Value, MediaType, StringComparison.OrdinalIgnoreCase));

    public static void Open(HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Response.ContentType = MediaType;
        context.Response.Headers.CacheControl = "no-store";
    }

    public static async Task Write<T>(HttpContext context, string name, T data)
    {
        var json = JsonSerializer.Serialize(data, MarketplaceJson.Options);
        await context.Response.WriteAsync($"event: {name}\ndata: {json}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    public static async Task Beat(HttpContext context)
    {
        await context.Response.Body.WriteAsync(Heartbeat, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
