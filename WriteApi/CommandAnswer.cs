using System.Globalization;
using System.Text.Unicode;
using LaborMarketplace.Commands;
using LaborMarketplace.Http;
using LaborMarketplace.Http.Problems;
using Microsoft.AspNetCore.Http;

namespace LaborMarketplace.WriteApi;

/// <summary>The answer to a command that was done.</summary>
/// <param name="Id">What was made or changed.</param>
/// <param name="Revision">The stream's revision now.</param>
/// <param name="Position">Where the effect stands in the log.</param>
internal sealed record CommandAnswer(Guid Id, long Revision, long Position)
{
    private const int LongestAnswer = 256;

    public static CommandAnswer Example { get; } = new(Guid.Parse("01939a7c-8d6e-7c1a-b5f0-0a3d6f1e2b4c"), 4, 18_204);

    /// <summary>Answers with what the command came to. A repeated request's answer is the first one's, byte for byte.</summary>
    /// <param name="context">Whose command it was.</param>
    /// <param name="result">What it came to.</param>
    /// <param name="made">The collection that the command made something in; null where it changed what was there.</param>
    public static Task Write(HttpContext context, CommandResult result, string? made = null) => result switch
    {
        CommandResult.Done done => Write(context, done, made),
        CommandResult.Refused refused => context.Write(Problem.Of(refused.Refusal)),
        CommandResult.Outdated outdated => Write(context, outdated),
        CommandResult.KeyReused => context.Write(new Problem(
            ProblemKind.KeyReused, "This Idempotency-Key came with another request before; that one's effect stands, and this one has none.")),
        _ => throw new InvalidOperationException($"A command came to {result}, which has no answer."),
    };

    private static Task Write(HttpContext context, CommandResult.Done done, string? made)
    {
        var response = context.Response;
        response.StatusCode = made is null ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        response.ContentType = "application/json";
        response.Headers.ETag = ETag(done.Revision);
        response.Headers[MarketplaceHeaders.Position] = done.Position.ToString();
        if (made is not null)
        {
            response.Headers.Location = $"{made}/{done.Stream.Id}";
        }

        // Three plain values: no serializer is needed, and none is as fast.
        var body = response.BodyWriter.GetSpan(LongestAnswer);
        Utf8.TryWrite(
            body, CultureInfo.InvariantCulture,
            $"{{\"id\":\"{done.Stream.Id}\",\"revision\":{done.Revision},\"position\":{done.Position.Value}}}", out var written);
        response.ContentLength = written;
        response.BodyWriter.Advance(written);
        return Task.CompletedTask;
    }

    private static Task Write(HttpContext context, CommandResult.Outdated outdated)
    {
        if (outdated.Revision >= 0)
        {
            context.Response.Headers.ETag = ETag(outdated.Revision);
        }

        var detail = outdated.Revision >= 0 ? $"The revision is {outdated.Revision} now." : "There is nothing yet that could have a revision.";
        return context.Write(new Problem(ProblemKind.RevisionMismatch, detail) { Inputs = [("revision", outdated.Revision)] });
    }

    private static string ETag(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");
}
