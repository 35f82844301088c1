using System.Net;
using System.Text.Json;
using LaborMarketplace.Http;

namespace LaborMarketplace.Cli.Client;

/// <summary>What the marketplace answered to a command.</summary>
public abstract record Answer
{
    private Answer() { }

    /// <param name="Id">What was made or changed.</param>
    /// <param name="Revision">The stream's last revision.</param>
    /// <param name="Position">The log position from which the effect is to be seen.</param>
    public sealed record Done(Guid Id, long Revision, long Position) : Answer;

    /// <param name="Status">The HTTP status.</param>
    /// <param name="Code">The stable code of the refusal.</param>
    /// <param name="Detail">Says what is wrong and what would be right.</param>
    public sealed record Refused(int Status, string Code, string Detail) : Answer;

    internal static async Task<Answer> Read(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (!response.IsSuccessStatusCode)
        {
            var problem = await Problem.Read(response, cancellation);
            return new Refused((int)response.StatusCode, problem.Code, problem.Sentence);
        }

        using var body = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), default, cancellation);
        var done = body.RootElement;
        return new Done(done.GetProperty("id").GetGuid(), done.GetProperty("revision").GetInt64(), done.GetProperty("position").GetInt64());
    }

    /// <summary>What was done, where a refusal is not expected.</summary>
    /// <param name="what">What was tried, as the end of "could not".</param>
    /// <exception cref="ExpectedFailure">The command was refused.</exception>
    public Done OrFail(string what) => this switch
    {
        Done done => done,
        Refused refused => throw new ExpectedFailure($"The marketplace could not {what}: {refused.Detail} ({refused.Code})"),
        _ => throw new ExpectedFailure($"The marketplace could not {what}."),
    };
}

/// <summary>What the marketplace answered to a read.</summary>
public abstract record Reading
{
    private Reading() { }

    /// <param name="Document">The answer's JSON.</param>
    /// <param name="Position">How much of the log the answer shows.</param>
    public sealed record Found(JsonElement Document, long Position) : Reading;

    public sealed record Refused(int Status, string Code, string Detail) : Reading;

    internal static async Task<Reading> Read(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (!response.IsSuccessStatusCode)
        {
            var problem = await Problem.Read(response, cancellation);
            return new Refused((int)response.StatusCode, problem.Code, problem.Sentence);
        }

        using var body = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellation), default, cancellation);
        var position = response.Headers.TryGetValues(MarketplaceHeaders.Position, out var values) && long.TryParse(values.First(), out var shown) ? shown : 0;
        return new Found(body.RootElement.Clone(), position);
    }

    /// <summary>What was found, where a refusal is not expected.</summary>
    /// <param name="what">What was tried, as the end of "could not".</param>
    /// <exception cref="ExpectedFailure">The read was refused.</exception>
    public Found OrFail(string what) => this switch
    {
        Found found => found,
        Refused refused => throw new ExpectedFailure($"The marketplace could not {what}: {refused.Detail} ({refused.Code})"),
        _ => throw new ExpectedFailure($"The marketplace could not {what}."),
    };
}

/// <summary>The parts of a problem document that a client acts on.</summary>
internal sealed record Problem(string Code, string Sentence)
{
    public static async Task<Problem> Read(HttpResponseMessage response, CancellationToken cancellation)
    {
        var text = await response.Content.ReadAsStringAsync(cancellation);
        try
        {
            using var body = JsonDocument.Parse(text);
            return new Problem(Text(body.RootElement, "code") ?? Unnamed(response.StatusCode), Sentences(body.RootElement) ?? text);
        }
        catch (JsonException)
        {
            return new Problem(Unnamed(response.StatusCode), response.ReasonPhrase ?? "");
        }
    }

    private static string? Sentences(JsonElement problem)
    {
        var detail = Text(problem, "detail") ?? Text(problem, "title");
        return problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object
            ? $"{detail} {string.Join(" ", errors.EnumerateObject().Select(error => $"{error.Name}: {string.Join(" ", error.Value.EnumerateArray())}"))}"
            : detail;
    }

    private static string? Text(JsonElement problem, string name) =>
        problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Unnamed(HttpStatusCode status) => $"http.{(int)status}";
}
