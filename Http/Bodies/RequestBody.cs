using System.Buffers;
using System.Text.Json;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Problems;
using Microsoft.AspNetCore.Http;

namespace LaborMarketplace.Http.Bodies;

/// <summary>Reads and checks the body of a request.</summary>
public static class RequestBody
{
    private static readonly ReadOnlyMemory<byte> NoMembers = "{}"u8.ToArray();

    /// <summary>All bytes of the body, which may be none.</summary>
    /// <param name="request">Whose body has not been read yet.</param>
    /// <param name="most">How many bytes are taken.</param>
    /// <param name="cancellation">Stops waiting for a slow sender.</param>
    public static async ValueTask<Parsed<byte[]>> Read(HttpRequest request, int most, CancellationToken cancellation)
    {
        if (request.ContentLength > most)
        {
            return TooLarge(most);
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellation);
            if (read.Buffer.Length > most)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return TooLarge(most);
            }

            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return bytes.Length == 0 || request.HasJsonContentType() ? bytes : NotJson(request);
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>The body as a value; where it has not that shape, all that is wrong with it. No body at all is an object without members.</summary>
    public static Parsed<T> Parse<T>(ReadOnlyMemory<byte> body)
        where T : class
    {
        if (body.Length == 0)
        {
            body = NoMembers;
        }

        try
        {
            if (JsonSerializer.Deserialize<T>(body.Span, RequestJson.Options) is { } value)
            {
                return value;
            }
        }
        catch (Exception exception) when (exception is JsonException or ShapeException)
        {
            // What is wrong with the whole body is told below, not only what is wrong first.
        }

        return BodyErrors.Find(body, typeof(T));
    }

    private static Problem TooLarge(int most) => new(ProblemKind.BodyTooLarge, $"A body has at most {most} bytes.");

    private static Problem NotJson(HttpRequest request) => new(ProblemKind.UnsupportedMediaType, request.ContentType is { } type
        ? $"The body has to be application/json, not {ProblemWriter.Echo(type)}."
        : "The body has to be declared with the header Content-Type: application/json.");
}
