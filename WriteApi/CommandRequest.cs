using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using LaborMarketplace.Commands;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Http.Bodies;
using LaborMarketplace.Http.Queries;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LaborMarketplace.WriteApi;

/// <summary>A command as it came over HTTP: what it says, who asks, and what the answer must hold to.</summary>
internal readonly record struct CommandRequest<TBody>(TBody Body, CommandContext Context);

internal static class CommandRequest
{
    private const int LongestKey = 200;

    /// <summary>Reads headers and body; all that is wrong with the headers is told at once, and then all that is wrong with the body.</summary>
    public static async ValueTask<Parsed<CommandRequest<TBody>>> Read<TBody>(HttpContext context, CommandServices services)
        where TBody : class
    {
        if (!Headers(context.Request).Succeeded(out var headers, out var problem)
            || !(await RequestBody.Read(context.Request, services.Limits.BodyBytes, context.RequestAborted))
                .Succeeded(out var bytes, out problem)
            || !RequestBody.Parse<TBody>(bytes).Succeeded(out var body, out problem))
        {
            return problem;
        }

        var caller = Caller.Of(context);
        return new CommandRequest<TBody>(body, new CommandContext(
            CommandId: headers.Key is { } key ? IdOf(context.Request.Path, key, caller.Person) : services.NewId(),
            Request: headers.Key is null ? null : Convert.ToHexStringLower(SHA256.HashData(bytes)),
            Actor: new Actor.Person(caller.Person, caller.Roles),
            CorrelationId: Correlation(services),
            IfMatch: headers.Revision));
    }

    /// <summary>The person who asks.</summary>
    public static PersonId Person(this CommandContext context) => ((Actor.Person)context.Actor).Id;

    private static Parsed<(string? Key, long? Revision)> Headers(HttpRequest request)
    {
        var query = new QueryReader(request.Query, []);
        var (key, revision) = (Key(request.Headers[MarketplaceHeaders.IdempotencyKey], query), Revision(request.Headers.IfMatch, query));
        return query.Problem is { } problem ? problem : (key, revision);
    }

    private static string? Key(StringValues header, QueryReader errors)
    {
        if (header.Count > 0 && !(header is [{ Length: >= 1 and <= LongestKey } key] && key.All(c => c is > ' ' and <= '~')))
        {
            errors.Refuse(MarketplaceHeaders.IdempotencyKey, $"This header is given once, with 1 to {LongestKey} visible ASCII characters.");
        }

        return header.Count == 1 ? header[0] : null;
    }

    /// <summary>The revision within an ETag; null where any will do.</summary>
    private static long? Revision(StringValues header, QueryReader errors)
    {
        if (header.Count == 0 || header is ["*"])
        {
            return null;
        }

        if (header is [['"', .. var digits, '"']] && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
        {
            return revision;
        }

        errors.Refuse("If-Match", "This header is *, or one ETag as an answer gave it, like \"3\".");
        return null;
    }

    /// <summary>A key counts for one person at one path, however that is spelt: there it always meets the same stream.</summary>
    private static Guid IdOf(PathString path, string key, PersonId person) =>
        DerivedId.Of($"command/{path.Value?.TrimEnd('/').ToLowerInvariant()}\n{key}", person.Value);

    /// <summary>The trace that the request belongs to, so that log and trace find each other.</summary>
    private static Guid Correlation(CommandServices services) =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? Guid.ParseExact(activity.TraceId.ToHexString(), "N") : services.NewId();
}
