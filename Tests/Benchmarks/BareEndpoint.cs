using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>Kestrel that answers the same bytes to everybody, without token or headers of ours: the baseline of reading.</summary>
internal static class BareEndpoint
{
    public const string Argument = "bare-endpoint";

    public static async Task<Child> Start(int port, byte[] answer)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, answer);
        return await Child.Start(typeof(BareEndpoint).Assembly.GetName().Name!, "ready", Argument, $"{port}", file);
    }

    public static async Task<int> Serve(string port, string file)
    {
        var answer = await File.ReadAllBytesAsync(file);
        File.Delete(file);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/v1/jobs/{job}", async context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            context.Response.ContentLength = answer.Length;
            await context.Response.BodyWriter.WriteAsync(answer);
        });
        app.Urls.Add($"http://127.0.0.1:{port}");
        await app.StartAsync();
        Console.WriteLine("ready");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
