using System.IO.Compression;
using System.Net;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Http.Health;
using LaborMarketplace.Http.Limits;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LaborMarketplace.Http;

/// <summary>A way into the marketplace over HTTP. What both doors have in common is put together here, and in one order.</summary>
/// <param name="Title">What the OpenAPI document is called.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Compresses">Whether answers are compressed for who asks.</param>
public sealed record Door(string Title, string Description, bool Compresses);

public static class DoorSetup
{
    /// <summary>
    /// Adds tokens, limits, health checks and the OpenAPI document; the configuration's sections are <see cref="AuthenticationSettings.Section"/>
    /// and <see cref="LimitSettings.Section"/>. Further health checks may be added beside.
    /// </summary>
    /// <exception cref="InvalidOperationException">The configuration names no issuer of tokens.</exception>
    public static IServiceCollection AddDoor(this IServiceCollection services, IConfiguration configuration, Door door)
    {
        services.AddSingleton(door);
        services.AddBearerAuthentication(configuration);
        services.AddLimits(configuration);
        services.AddHealthChecks();
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning));
        services.AddOpenApiDocument(door.Title, door.Description);
        return services
            .Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest)
            .Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest)
            .AddResponseCompression(compression => compression.EnableForHttps = true);
    }

    /// <summary>Lays the pipeline, and maps what every door has; the door's own endpoints are mapped after.</summary>
    public static WebApplication UseDoor(this WebApplication app)
    {
        app.UseMiddleware<AccessLog>();
        if (app.Services.GetRequiredService<Door>().Compresses)
        {
            app.UseResponseCompression();
        }

        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<HeadLikeGet>();
        app.UseOpenApiPage();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.UseMiddleware<TokenMiddleware>();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapHealth();
        app.MapLocalIssuer();
        app.MapOpenApiDocument();
        app.MapProblemPage();
        return app;
    }

    /// <summary>
    /// Listens on a port for HTTP/1.1 and, in clear text, on another one for HTTP/2 with prior knowledge: without TLS the two cannot
    /// be told apart on the same port.
    /// </summary>
    public static void ListenAt(this KestrelServerOptions kestrel, IPAddress address, int port, int? http2Port = null)
    {
        kestrel.Listen(address, port, listen => listen.Protocols = HttpProtocols.Http1);
        if (http2Port is { } second)
        {
            kestrel.Listen(address, second, listen => listen.Protocols = HttpProtocols.Http2);
        }
    }
}
