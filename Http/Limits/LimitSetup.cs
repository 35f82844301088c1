using System.Threading.RateLimiting;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Http.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LaborMarketplace.Http.Limits;

/// <summary>Limits on requests: how many of one person, how many together, how long, how large.</summary>
internal static class LimitSetup
{
    private static readonly TimeSpan Refill = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan TooBusy = TimeSpan.FromSeconds(1);

    public static void AddLimits(this IServiceCollection services, IConfiguration configuration)
    {
        var limits = configuration.GetSection(LimitSettings.Section).Get<LimitSettings>() ?? new LimitSettings();
        services.AddSingleton(limits);
        services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(PerPerson(limits), Together(limits));
            limiter.OnRejected = (rejected, _) => new ValueTask(rejected.HttpContext.Write(Rejected(rejected.Lease)));
        });
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = limits.Timeout,
            TimeoutStatusCode = ProblemKind.TimedOut.Status,
            WriteTimeoutResponse = context => context.Write(
                new Problem(ProblemKind.TimedOut, $"The answer was not ready after {limits.Timeout.TotalSeconds} seconds.")),
        });
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            kestrel.Limits.MaxRequestHeaderCount = 64;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
    }

    private static PartitionedRateLimiter<HttpContext> PerPerson(LimitSettings limits) => PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetTokenBucketLimiter(
            Caller.TryOf(context)?.Person.ToString() ?? context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = limits.Burst,
                TokensPerPeriod = Math.Max(1, (int)(limits.RequestsPerSecond * Refill.TotalSeconds)),
                ReplenishmentPeriod = Refill,
                QueueLimit = 0,
            }));

    private static PartitionedRateLimiter<HttpContext> Together(LimitSettings limits) => PartitionedRateLimiter.Create<HttpContext, bool>(_ =>
        RateLimitPartition.GetConcurrencyLimiter(true, _ => new ConcurrencyLimiterOptions { PermitLimit = limits.AtOnce, QueueLimit = 0 }));

    /// <summary>A bucket says when it has a token again; the limit on all together cannot know.</summary>
    private static Problem Rejected(RateLimitLease lease) => lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
        ? new Problem(ProblemKind.TooManyRequests, "You send more requests than one person may.") { RetryAfter = wait }
        : new Problem(ProblemKind.Unavailable, "Too many requests are being worked on.") { RetryAfter = TooBusy };
}
