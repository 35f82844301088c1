using Microsoft.AspNetCore.Http;

namespace LaborMarketplace.Http;

/// <summary>Answers HEAD wherever GET is answered, with the same status and headers (RFC 9110, 9.3.2); the server itself sends no body.</summary>
internal sealed class HeadLikeGet(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) => HttpMethods.IsHead(context.Request.Method) ? Answer(context) : next(context);

    private async Task Answer(HttpContext context)
    {
        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    }
}
