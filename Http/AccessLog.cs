using System.Diagnostics;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Http.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LaborMarketplace.Http;

/// <summary>One line for each request, at the level of debugging; otherwise it costs nothing.</summary>
internal sealed partial class AccessLog(RequestDelegate next, ILogger<AccessLog> logger)
{
    public Task InvokeAsync(HttpContext context) => logger.IsEnabled(LogLevel.Debug) ? Observe(context) : next(context);

    private async Task Observe(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            Answered(
                logger, context.Request.Method, context.Request.Path, context.Response.StatusCode,
                Stopwatch.GetElapsedTime(started).TotalMilliseconds, Caller.TryOf(context)?.Person.Value, ProblemWriter.TraceId(context));
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "{Method} {Path} {Status} in {Milliseconds} ms for {Person} ({TraceId})")]
    private static partial void Answered(ILogger logger, string method, string path, int status, double milliseconds, Guid? person, string traceId);
}
