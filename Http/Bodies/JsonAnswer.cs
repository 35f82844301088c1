using System.Text.Json;
using LaborMarketplace.EventStore;
using Microsoft.AspNetCore.Http;

namespace LaborMarketplace.Http.Bodies;

/// <summary>Answers with a value as the marketplace writes JSON.</summary>
public static class JsonAnswer
{
    public static Task WriteJson<T>(this HttpContext context, T value)
    {
        context.Response.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, MarketplaceJson.Options, context.RequestAborted);
    }
}
