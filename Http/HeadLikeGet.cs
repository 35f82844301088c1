using Microsoft.AspNetCore.Http;

namespace LaborMarketplace.Http;

/// <summary>Answers HEAD wherever GET is answered, with the same status and headers (RFC 9110, 9.3.2); the server itself sends no body.</summary>
internal sealed class HeadLikeGet(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) => HttpMethods.IsHead(context.Request.Method) ? Answer(context) : next(context);

    private async Task Answer(HttpContext context)
    {
        context.Features.Set(new HeadersAlone());
        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    }
}

/// <summary>Marks a request that is handled as GET and was HEAD.</summary>
internal sealed record HeadersAlone;

public static class HeadRequests
{
    /// <summary>Whether nobody will see a body, so that one without an end is not to be begun.</summary>
    public static bool WantsHeadersAlone(this HttpContext context) => context.Features.Get<HeadersAlone>() is not null;
}
