using System.Globalization;
using LaborMarketplace.EventStore;
using LaborMarketplace.Http.Bodies;
using LaborMarketplace.Http.OpenApi;
using LaborMarketplace.Http.Problems;
using Microsoft.Extensions.Primitives;

namespace LaborMarketplace.ReadApi.Requests;

/// <summary>The headers of reading.</summary>
internal static class ReadHeaders
{
    /// <summary>A position that a command was answered with: what is read includes it.</summary>
    public const string AtLeast = "Marketplace-At-Least";

    /// <summary>Every event up to here is in what was read.</summary>
    public const string Position = "Marketplace-Position";

    public static readonly IReadOnlyCollection<HeaderShape> OfRequests =
    [
        new(AtLeast, "Wait until what is read includes this log position, as a command was answered with it.", "1042"),
        new("If-None-Match", "The ETag of what you have: the answer is 304 when it is still the same.", "W/\"5d41402abc4b2a76b9719d91\""),
    ];

    public static readonly IReadOnlyCollection<HeaderShape> OfAnswers =
    [
        new("ETag", "Changes whenever the answer changes.", "W/\"5d41402abc4b2a76b9719d91\""),
        new(Position, "Every event up to this log position is in the answer.", "1042"),
    ];

    public static Parsed<LogPosition?> AtLeastOf(StringValues header)
    {
        if (header.Count == 0)
        {
            return (LogPosition?)null;
        }

        return header.Count == 1 && long.TryParse(header[0], NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? new LogPosition(position)
            : Problem.OfParameter(AtLeast, "A log position is a whole number from 0, as a command was answered with it.");
    }
}
