using System.Globalization;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http;
using LaborMarketplace.Http.Bodies;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using Microsoft.Extensions.Primitives;

namespace LaborMarketplace.ReadApi.Requests;

/// <summary>The headers that every request to read takes and is answered with.</summary>
internal static class ReadHeaders
{
    public static HeaderShape[] Request { get; } =
    [
        new(MarketplaceHeaders.AtLeast, "Wait until what is read includes this log position, as a command was answered with it.", "1042"),
        new("If-None-Match", "The ETag of what you have: the answer is 304 when it is still the same.", "W/\"5d41402abc4b2a76b9719d91\""),
    ];

    public static HeaderShape[] Answer { get; } =
    [
        new("ETag", "Changes whenever the answer changes.", "W/\"5d41402abc4b2a76b9719d91\""),
        new(MarketplaceHeaders.Position, "Every event up to this log position is in the answer.", "1042"),
    ];

    /// <summary>The position that must be in what is read; null where the request asks for none.</summary>
    public static Parsed<LogPosition?> AtLeastOf(StringValues header)
    {
        if (header.Count == 0)
        {
            return (LogPosition?)null;
        }

        return header.Count == 1 && long.TryParse(header[0], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? new LogPosition(position)
            : Problem.OfParameter(MarketplaceHeaders.AtLeast, "A log position is a whole number from 0, as a command was answered with it.");
    }
}
