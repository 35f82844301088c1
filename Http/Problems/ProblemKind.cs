namespace LaborMarketplace.Http.Problems;

/// <summary>A kind of thing that goes wrong with a request; each has its paragraph on the page that a problem's <c>type</c> leads to.</summary>
/// <param name="Code">Stable and public.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The same for every problem of the kind.</param>
/// <param name="Remedy">What a client does about it.</param>
public sealed record ProblemKind(string Code, int Status, string Title, string Remedy)
{
    public static ProblemKind InvalidBody { get; } = new("request.invalid-body", 400, "The body does not have the asked shape",
        "The member errors names every field that is wrong, by its path, and says what would be right.");

    public static ProblemKind MalformedJson { get; } = new("request.malformed-json", 400, "The body is not JSON",
        "The detail names the line and the byte where it stops being JSON (RFC 8259).");

    public static ProblemKind InvalidParameter { get; } = new("request.invalid-parameter", 400, "A part of the address or a header is wrong",
        "The member errors names every parameter that is wrong, and says what would be right.");

    public static ProblemKind BadRequest { get; } = new("request.bad", 400, "The request is not proper HTTP",
        "The detail says which rule of HTTP the request breaks.");

    public static ProblemKind TokenMissing { get; } = new("token.missing", 401, "A token is needed",
        "Send the header Authorization: Bearer TOKEN.");

    public static ProblemKind TokenExpired { get; } = new("token.expired", 401, "The token has expired",
        "Ask the issuer for a new one.");

    public static ProblemKind TokenInvalid { get; } = new("token.invalid", 401, "The token is not one that is trusted here",
        "Send a token that the configured issuer has signed, for this audience, unaltered.");

    public static ProblemKind Forbidden { get; } = new("access.forbidden", 403, "This is not for you",
        "Sign in as somebody who may; the detail says who that is.");

    public static ProblemKind NotFound { get; } = new("request.not-found", 404, "There is nothing here",
        "Check the address; ids of one kind of thing are unknown to another.");

    public static ProblemKind MethodNotAllowed { get; } = new("request.method-not-allowed", 405, "The address does not take this method",
        "The header Allow names the methods that it takes.");

    public static ProblemKind Refused { get; } = new("refused.state", 409, "The state of things does not allow this",
        "The member code says which rule refused, inputs what it looked at. At another time the same command may be accepted.");

    public static ProblemKind RevisionMismatch { get; } = new("request.revision-mismatch", 412, "It has changed since you read it",
        "Read it again, and send the new ETag as If-Match.");

    public static ProblemKind BodyTooLarge { get; } = new("request.body-too-large", 413, "The body is too large",
        "The detail says how large a body may be.");

    public static ProblemKind UnsupportedMediaType { get; } = new("request.unsupported-media-type", 415, "The body is not declared as JSON",
        "Send the header Content-Type: application/json.");

    public static ProblemKind Rejected { get; } = new("refused.rule", 422, "A rule forbids what is asked",
        "The member code says which rule refused, inputs what it looked at. As it stands, the command is never accepted.");

    public static ProblemKind KeyReused { get; } = new("request.idempotency-key-reused", 422, "The Idempotency-Key belongs to another request",
        "Use a new key for a new request; repeat a request with its own key, the same path and the same body.");

    public static ProblemKind TooManyRequests { get; } = new("limit.too-many-requests", 429, "Too many requests",
        "Wait as many seconds as the header Retry-After says.");

    public static ProblemKind Unforeseen { get; } = new("server.unforeseen", 500, "Something went wrong here",
        "Report the traceId; the log has the whole story under it.");

    public static ProblemKind Unavailable { get; } = new("server.unavailable", 503, "The service cannot answer for the moment",
        "Repeat the request, with the same Idempotency-Key, after as many seconds as the header Retry-After says.");

    public static ProblemKind Behind { get; } = new("read.behind", 503, "The read model has not come that far yet",
        "Ask again after as many seconds as the header Retry-After says; the command itself is safe.");

    public static ProblemKind TimedOut { get; } = new("server.timed-out", 504, "The answer took too long",
        "Repeat the request with the same Idempotency-Key: whether it had taken effect or not, it takes effect once.");

    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        InvalidBody, MalformedJson, InvalidParameter, BadRequest, TokenMissing, TokenExpired, TokenInvalid, Forbidden, NotFound,
        MethodNotAllowed, Refused, RevisionMismatch, BodyTooLarge, UnsupportedMediaType, Rejected, KeyReused, TooManyRequests, Unforeseen,
        Unavailable, Behind, TimedOut,
    ];
}
