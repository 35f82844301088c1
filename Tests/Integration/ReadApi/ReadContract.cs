using System.Text.Json;

namespace LaborMarketplace.Tests.Integration.ReadApi;

/// <summary>What the OpenAPI document of a door promises, to be held against what it answers.</summary>
internal sealed class ReadContract
{
    private ReadContract(IReadOnlyList<ReadOperation> operations) => Operations = operations;

    public IReadOnlyList<ReadOperation> Operations { get; }

    public static ReadContract Of(string document) => new(
    [
        .. JsonElement.Parse(document).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => new ReadOperation(HttpMethod.Parse(method.Name), path.Name, method.Value))),
    ]);

    /// <summary>Asserts that the operation lists the answer: the status, and the content type or the code of the problem.</summary>
    public async Task Covers(HttpRequestMessage request, HttpResponseMessage response)
    {
        var (path, status) = (request.RequestUri!.AbsolutePath, (int)response.StatusCode);
        if (!path.StartsWith("/v1/", StringComparison.Ordinal))
        {
            return;
        }

        if (Find(request.Method, path) is not { } operation)
        {
            Assert.True(status is 401 or 404 or 405, $"{request.Method} {path} is not in the document, and answers {status}.");
            return;
        }

        var type = response.Content.Headers.ContentType?.MediaType;
        Assert.True(operation.Statuses.Contains(status), $"{operation} does not list {status}.");
        if (type != "application/problem+json")
        {
            Assert.True(operation.Answers(type, status), $"{operation} does not list {type} for {status}.");
        }
        else if (request.Method != HttpMethod.Head)
        {
            await response.Content.LoadIntoBufferAsync();
            var code = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("code").GetString()!;
            Assert.True(operation.Codes(status).Contains(code), $"{operation} does not list {code} for {status}.");
        }
    }

    private ReadOperation? Find(HttpMethod method, string path) => Operations
        .Where(operation => operation.Method == (method == HttpMethod.Head ? HttpMethod.Get : method) && operation.IsAt(path))
        .MinBy(operation => operation.Path.Count(letter => letter == '{'));
}

/// <summary>An operation of the OpenAPI document.</summary>
internal sealed record ReadOperation(HttpMethod Method, string Path, JsonElement Says)
{
    public IEnumerable<int> Statuses => Says.GetProperty("responses").EnumerateObject().Select(response => int.Parse(response.Name, null));

    /// <summary>Null where it takes no body.</summary>
    public bool? NeedsBody => Says.TryGetProperty("requestBody", out var body)
        ? body.TryGetProperty("required", out var required) && required.GetBoolean()
        : null;

    /// <summary>One without members is not written.</summary>
    public string ExampleOfBody =>
        Says.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").TryGetProperty("example", out var example)
            ? example.GetRawText()
            : "{}";

    public bool IsAt(string path)
    {
        var (mine, asked) = (Path.Split('/'), path.Split('/'));
        return mine.Length == asked.Length && mine.Zip(asked).All(part => part.First.StartsWith('{') || part.First == part.Second);
    }

    public IReadOnlyList<string> Types(int status) =>
        Response(status).TryGetProperty("content", out var content) ? [.. content.EnumerateObject().Select(type => type.Name)] : [];

    /// <summary>Whether the document lists the type for the status; where it lists none, any may come.</summary>
    /// <param name="type">Null for an answer without a body.</param>
    public bool Answers(string? type, int status) => type is null || Types(status) is [] || Types(status).Contains(type);

    /// <summary>The codes of the problems that come with a status.</summary>
    public IReadOnlyList<string> Codes(int status) =>
    [
        .. Response(status).GetProperty("content").GetProperty("application/problem+json").GetProperty("schema")
            .GetProperty("properties").GetProperty("code").GetProperty("enum").EnumerateArray().Select(code => code.GetString()!),
    ];

    public override string ToString() => $"{Method} {Path}";

    private JsonElement Response(int status) => Says.GetProperty("responses").GetProperty($"{status}");
}
