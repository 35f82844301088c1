using System.Data.Common;
using LaborMarketplace.EventStore;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LaborMarketplace.Http.Problems;

/// <summary>Turns what goes wrong around and below the endpoints into problems: exceptions, and errors without a body.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    private static readonly TimeSpan StoreMayBeBack = TimeSpan.FromSeconds(2);

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
            {
                await context.Write(OfStatus(context));
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to be answered; the status is for the access log alone.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            await context.Write(Of(exception, context));
        }
    }

    private Problem Of(Exception exception, HttpContext context)
    {
        switch (exception)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return new Problem(ProblemKind.BodyTooLarge, "The body is larger than the server reads.");
            case BadHttpRequestException bad:
                return new Problem(ProblemKind.BadRequest, bad.Message);
            case EventStoreUnavailableException or DbException { IsTransient: true }:
                StoreIsAway(logger, ProblemWriter.TraceId(context), exception.Message);
                return new Problem(ProblemKind.Unavailable, "The store cannot be reached for the moment; nothing was lost.") { RetryAfter = StoreMayBeBack };
            default:
                Unforeseen(logger, ProblemWriter.TraceId(context), context.Request.Method, context.Request.Path, exception);
                return new Problem(ProblemKind.Unforeseen, "This should not have happened, and has been logged under the traceId.");
        }
    }

    private static Problem OfStatus(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new Problem(
            ProblemKind.NotFound, $"Nothing answers at {ProblemWriter.Echo(context.Request.Path)}; /docs lists what does."),
        StatusCodes.Status405MethodNotAllowed => new Problem(
            ProblemKind.MethodNotAllowed, $"{context.Request.Method} is not taken here, but {context.Response.Headers.Allow.ToString()}."),
        StatusCodes.Status413PayloadTooLarge => new Problem(ProblemKind.BodyTooLarge, "The body is larger than the server reads."),
        StatusCodes.Status415UnsupportedMediaType => new Problem(ProblemKind.UnsupportedMediaType, "The body has to be application/json."),
        < 500 => new Problem(ProblemKind.BadRequest, $"The request was answered with status {context.Response.StatusCode}."),
        _ => new Problem(ProblemKind.Unavailable, "The service cannot answer for the moment.") { RetryAfter = StoreMayBeBack },
    };

    [LoggerMessage(1, LogLevel.Error, "Unforeseen failure {TraceId} of {Method} {Path}")]
    private static partial void Unforeseen(ILogger logger, string traceId, string method, string path, Exception exception);

    [LoggerMessage(2, LogLevel.Warning, "The store is away; {TraceId} was answered with 503: {Reason}")]
    private static partial void StoreIsAway(ILogger logger, string traceId, string reason);
}
