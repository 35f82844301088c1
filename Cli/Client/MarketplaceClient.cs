using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http;
using Microsoft.Extensions.Http.Resilience;
using Polly;

namespace LaborMarketplace.Cli.Client;

/// <summary>Where the marketplace's two doors are.</summary>
public sealed record Doors(Uri Write, Uri Read);

/// <summary>Somebody who asks the marketplace for something.</summary>
public sealed record Person(Guid Id, string Token);

/// <summary>Speaks to a marketplace as any client app does: through its two doors, with a token. Thread-safe.</summary>
/// <remarks>A request that could not be taken (no connection, 429, 503) is sent again, a few times; its Idempotency-Key makes that safe.</remarks>
public sealed class MarketplaceClient : IDisposable
{
    private const int Retries = 6;

    private readonly HttpClient _http;
    private readonly Doors _doors;

    /// <param name="doors">The addresses.</param>
    /// <param name="calls">Is told of every request that was answered.</param>
    /// <param name="connections">How many connections are opened to each door at most.</param>
    public MarketplaceClient(Doors doors, CallRecord calls, int connections)
    {
        _doors = doors;
        var sockets = new SocketsHttpHandler { MaxConnectionsPerServer = connections, AutomaticDecompression = DecompressionMethods.All };
        var measured = new MeasuringHandler(calls) { InnerHandler = sockets };
        _http = new HttpClient(new ResilienceHandler(RetryWhatWasNotTaken()) { InnerHandler = measured }) { Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>Sends a command to the write door.</summary>
    /// <param name="who">Whose token is shown.</param>
    /// <param name="path">Below <c>/v1/</c>: <c>jobs/0193…/publish</c>.</param>
    /// <param name="body">Written as JSON; null is an empty object.</param>
    /// <param name="key">The Idempotency-Key; null takes a new one, which still makes retries safe.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ExpectedFailure">The marketplace does not answer.</exception>
    public async Task<Answer> Send(Person who, string path, object? body, CancellationToken cancellation, string? key = null)
    {
        using var request = Request(HttpMethod.Post, new Uri(_doors.Write, $"v1/{path}"), who);
        request.Headers.Add(MarketplaceHeaders.IdempotencyKey, key ?? Guid.NewGuid().ToString());
        request.Content = Json(body ?? new { });
        using var response = await Ask(request, cancellation);
        return await Answer.Read(response, cancellation);
    }

    /// <summary>Reads from the read door.</summary>
    /// <param name="who">Whose token is shown.</param>
    /// <param name="path">Below <c>/v1/</c>, with its query.</param>
    /// <param name="atLeast">The log position whose effects must be seen; 0 takes what is there.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ExpectedFailure">The marketplace does not answer.</exception>
    public Task<Reading> Read(Person who, string path, long atLeast, CancellationToken cancellation) =>
        Read(who, new Uri(_doors.Read, $"v1/{path}"), atLeast, cancellation);

    /// <summary>Reads what the write door tells: the clock, the processes, the local mailbox.</summary>
    /// <exception cref="ExpectedFailure">The marketplace does not answer.</exception>
    public Task<Reading> ReadFromWriteDoor(Person who, string path, CancellationToken cancellation) =>
        Read(who, new Uri(_doors.Write, $"v1/{path}"), 0, cancellation);

    /// <summary>Moves the marketplace's clock forward; only an operator may, and only where the clock is adjustable.</summary>
    public async Task<Reading> Advance(Person @operator, DateTimeOffset to, CancellationToken cancellation)
    {
        using var request = Request(HttpMethod.Post, new Uri(_doors.Write, "v1/clock/advance"), @operator);
        request.Content = Json(new { To = to });
        using var response = await Ask(request, cancellation);
        return await Reading.Read(response, cancellation);
    }

    /// <summary>What a door says of its health.</summary>
    /// <exception cref="ExpectedFailure">Nothing answers there, or something that is no marketplace.</exception>
    public async Task<JsonElement> Health(Uri door, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(door, "health/ready"));
        using var response = await Ask(request, cancellation);
        try
        {
            using var body = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), default, cancellation);
            return body.RootElement.Clone();
        }
        catch (JsonException other)
        {
            throw new ExpectedFailure($"What answers at {door} is not a marketplace.", other);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<Reading> Read(Person who, Uri address, long atLeast, CancellationToken cancellation)
    {
        using var request = Request(HttpMethod.Get, address, who);
        if (atLeast > 0)
        {
            request.Headers.Add(MarketplaceHeaders.AtLeast, atLeast.ToString(CultureInfo.InvariantCulture));
        }

        using var response = await Ask(request, cancellation);
        return await Reading.Read(response, cancellation);
    }

    private static ByteArrayContent Json(object body) => new(JsonSerializer.SerializeToUtf8Bytes(body, MarketplaceJson.Options))
    {
        Headers = { ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json) },
    };

    private static HttpRequestMessage Request(HttpMethod method, Uri address, Person who) => new(method, address)
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", who.Token) },
    };

    private async Task<HttpResponseMessage> Ask(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await _http.SendAsync(request, cancellation);
        }
        catch (HttpRequestException unreachable)
        {
            throw new ExpectedFailure(
                $"The marketplace does not answer at {request.RequestUri!.GetLeftPart(UriPartial.Authority)}: "
                + "start it with ./run, or give its addresses with --write and --read.",
                unreachable);
        }
    }

    private static ResiliencePipeline<HttpResponseMessage> RetryWhatWasNotTaken() => new ResiliencePipelineBuilder<HttpResponseMessage>()
        .AddRetry(new HttpRetryStrategyOptions
        {
            MaxRetryAttempts = Retries,
            Delay = TimeSpan.FromMilliseconds(100),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = outcome => ValueTask.FromResult(
                outcome.Outcome.Exception is HttpRequestException
                || outcome.Outcome.Result?.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable),
        })
        .Build();

    private sealed class MeasuringHandler(CallRecord calls) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var started = TimeProvider.System.GetTimestamp();
            var response = await base.SendAsync(request, cancellationToken);
            calls.Add(new Call(request.Method == HttpMethod.Post, (int)response.StatusCode, TimeProvider.System.GetElapsedTime(started)));
            return response;
        }
    }
}
