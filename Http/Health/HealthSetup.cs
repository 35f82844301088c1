using LaborMarketplace.Http.Bodies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LaborMarketplace.Http.Health;

/// <summary>Whether the process lives, and whether it can do its work: what each named check says.</summary>
/// <remarks>It needs no token, and nothing of a door but routing, so that a process without a door can be asked too.</remarks>
public static class HealthSetup
{
    /// <summary>The tag of checks that are red only where nothing but a new process helps.</summary>
    private const string Live = "live";

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapHealth("/health/live", check => check.Tags.Contains(Live));
        endpoints.MapHealth("/health/ready", check => !check.Tags.Contains(Live));
    }

    private static void MapHealth(this IEndpointRouteBuilder endpoints, string path, Func<HealthCheckRegistration, bool> checks) => endpoints
        .MapHealthChecks(path, new HealthCheckOptions { Predicate = checks, ResponseWriter = Write }).AllowAnonymous().DisableRateLimiting();

    private static Task Write(HttpContext context, HealthReport report)
    {
        var checks = report.Entries.ToDictionary(entry => entry.Key, entry => new Check(entry.Value.Status, entry.Value.Description));
        return context.WriteJson(new Health(report.Status, checks));
    }

    private sealed record Health(HealthStatus Status, Dictionary<string, Check> Checks);

    private sealed record Check(HealthStatus Status, string? Description);
}
