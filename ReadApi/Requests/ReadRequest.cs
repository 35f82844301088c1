using LaborMarketplace.Domain.Values;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http;
using LaborMarketplace.Http.Authentication;
using LaborMarketplace.Http.Bodies;
using LaborMarketplace.Http.Problems;
using LaborMarketplace.Http.Queries;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.ReadApi.Documents;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LaborMarketplace.ReadApi.Requests;

/// <summary>A request for something to read, and how it is answered.</summary>
/// <param name="context">Of the request.</param>
/// <param name="documents">Reads documents.</param>
/// <param name="heard">How far what it reads had come before; null when that is not known.</param>
/// <param name="atLeast">What must be in the answer; null when it may be any.</param>
internal sealed class ReadRequest(HttpContext context, DocumentReader documents, LogPosition? heard, LogPosition? atLeast)
{
    private LogPosition? _position = heard;

    public HttpContext Context { get; } = context;

    public Caller Caller { get; } = Caller.Of(context);

    public CancellationToken Cancellation => Context.RequestAborted;

    public Parsed<T> Id<T>(string name)
        where T : struct, IScalar<T, Guid> => Context.Id<T>(name);

    /// <returns>Null when there is no such document.</returns>
    /// <exception cref="BehindException">It is older than what must be in the answer.</exception>
    public async ValueTask<CachedDocument?> Document(Projection projection, Guid id)
    {
        var found = await documents.Get(projection, id, Cancellation);
        Saw(projection, found.Stands);
        return found.Document;
    }

    /// <summary>Takes note of where the build stands that something was read from.</summary>
    /// <exception cref="BehindException">That is before what must be in the answer.</exception>
    public void Saw(Projection projection, LogPosition stands)
    {
        documents.Saw(projection, stands);
        if (stands < _position)
        {
            _position = stands;
        }

        if (stands < atLeast)
        {
            throw new BehindException(projection, stands);
        }
    }

    public bool Has(params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
        {
            if (Caller.Roles.Contains(role))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Answers with a document.</summary>
    /// <returns>Null: there is no problem.</returns>
    public Task<Problem?> Answer(CachedDocument document) => Answer(document.Json, document.Tag);

    /// <summary>Answers with JSON, or 304 to who has it already.</summary>
    public async Task<Problem?> Answer(ReadOnlyMemory<byte> json, EntityTagHeaderValue tag)
    {
        var response = Context.Response;
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = "private, no-cache";
        if (_position is { } at)
        {
            response.Headers[MarketplaceHeaders.Position] = at.ToString();
        }

        if (IsKnown(Context.Request.Headers.IfNoneMatch, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return null;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = json.Length;
        await response.BodyWriter.WriteAsync(json, Cancellation);
        return null;
    }

    private static bool IsKnown(StringValues header, EntityTagHeaderValue tag) =>
        header.Count > 0
        && EntityTagHeaderValue.TryParseList(header, out var known)
        && known.Any(candidate => candidate.Equals(EntityTagHeaderValue.Any) || candidate.Compare(tag, useStrongComparison: false));
}

/// <summary>What was read is from a build that stands before what must be in the answer.</summary>
internal sealed class BehindException(Projection projection, LogPosition stands) : Exception($"{projection.Name} stands at {stands}.")
{
    public Projection Projection { get; } = projection;

    public LogPosition Stands { get; } = stands;
}
