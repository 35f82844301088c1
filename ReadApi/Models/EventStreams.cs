using System.Text.Json;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http;
using LaborMarketplace.Http.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LaborMarketplace.ReadApi.Models;

/// <summary>
/// Server-sent events, as the HTML standard has them (https://html.spec.whatwg.org/multipage/server-sent-events.html). Each listener keeps a
/// connection, so their number is bounded. Thread-safe.
/// </summary>
internal sealed class EventStreams(ReadApiOptions options, TimeProvider time)
{
    public const string MediaType = "text/event-stream";

    /// <summary>Why somebody may not listen.</summary>
    public static readonly ProblemCode TooMany = new(ProblemKind.Unavailable, "projection.too-many-listeners");

    /// <summary>How long nothing may be written before a line says that the connection lives.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan MayHaveLeft = TimeSpan.FromSeconds(5);
    private static readonly ReadOnlyMemory<byte> Heartbeat = ":\n\n"u8.ToArray();

    private int _listeners;

    public static bool IsWanted(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(accepted => string.Equals(accepted.MediaType.Value, MediaType, StringComparison.OrdinalIgnoreCase));

    /// <summary>Answers with events until there are no more, or the listener leaves.</summary>
    public async Task<Problem?> Send<T>(HttpContext context, IAsyncEnumerable<(string Name, T Data)> events)
    {
        try
        {
            if (Interlocked.Increment(ref _listeners) > options.Listeners)
            {
                return new Problem(TooMany.Kind, $"{options.Listeners} are listening already, and no more can: ask without Accept: {MediaType}.")
                {
                    Code = TooMany.Code,
                    RetryAfter = MayHaveLeft,
                };
            }

            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            context.Response.ContentType = MediaType;
            context.Response.Headers.CacheControl = "no-store";
            if (!context.WantsHeadersAlone())
            {
                await Write(context, events);
            }

            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _listeners);
        }
    }

    private async Task Write<T>(HttpContext context, IAsyncEnumerable<(string Name, T Data)> events)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        await using var next = events.GetAsyncEnumerator(leaving.Token);
        var coming = next.MoveNextAsync().AsTask();
        try
        {
            while (await Came(coming, leaving.Token) is var came && came is not false)
            {
                await Write(context.Response, came is true ? Bytes(next.Current.Name, next.Current.Data) : Heartbeat, leaving.Token);
                coming = came is true ? next.MoveNextAsync().AsTask() : coming;
            }
        }
        finally
        {
            await leaving.CancelAsync();
            await ((Task)coming).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Whether there is another event; null when there is none for a while.</returns>
    private async Task<bool?> Came(Task<bool> coming, CancellationToken cancellation)
    {
        try
        {
            return await coming.WaitAsync(Quiet, time, cancellation);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    private static byte[] Bytes<T>(string name, T data) =>
    [
        .. "event: "u8, .. System.Text.Encoding.UTF8.GetBytes(name),
        .. "\ndata: "u8, .. JsonSerializer.SerializeToUtf8Bytes(data, MarketplaceJson.Options),
        .. "\n\n"u8,
    ];

    private static async Task Write(HttpResponse response, ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await response.Body.WriteAsync(bytes, cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
