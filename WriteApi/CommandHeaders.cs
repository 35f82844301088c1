using LaborMarketplace.Http;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;

namespace LaborMarketplace.WriteApi;

/// <summary>The headers that every command takes and answers with.</summary>
internal static class CommandHeaders
{
    public static HeaderShape Location { get; } = new("Location", "Where it is read.", "/v1/jobs/01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4c");

    public static HeaderShape[] Request { get; } =
    [
        new(MarketplaceHeaders.IdempotencyKey,
            "1 to 200 visible characters. The same key with the same request has no second effect and gets the first answer.", "7c5b0f7e-publish"),
        new("If-Match", "The ETag that you have seen: when it has changed since, the command is not done (412). * takes any.", "\"3\""),
    ];

    public static HeaderShape[] Answer { get; } =
    [
        new("ETag", "The revision now.", "\"4\""),
        new(MarketplaceHeaders.Position, "Where the effect stands in the log. A read that sends it as Marketplace-At-Least sees the effect.", "18204"),
    ];

    public static ProblemKind[] Problems { get; } =
    [
        ProblemKind.InvalidBody, ProblemKind.MalformedJson, ProblemKind.Forbidden, ProblemKind.NotFound, ProblemKind.Refused,
        ProblemKind.RevisionMismatch, ProblemKind.BodyTooLarge, ProblemKind.UnsupportedMediaType, ProblemKind.Rejected, ProblemKind.KeyReused,
    ];
}
