using LaborMarketplace.Domain;

namespace LaborMarketplace.Http.Problems;

/// <summary>Why a request got no for an answer, as RFC 9457 tells it.</summary>
/// <param name="Kind">Decides status, type and title.</param>
/// <param name="Detail">What is wrong with this request, and what would be right.</param>
public sealed record Problem(ProblemKind Kind, string Detail)
{
    /// <summary>What client apps branch on: the kind's code, or that of the rule that refused.</summary>
    public string Code { get; init; } = Kind.Code;

    /// <summary>What is wrong, by the path of the field or the name of the parameter.</summary>
    public FieldErrors? Errors { get; init; }

    /// <summary>What the rule looked at.</summary>
    public ValueList<(string Name, object Value)> Inputs { get; init; } = [];

    /// <summary>When it is worth to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The no of a decider.</summary>
    public static Problem Of(Refusal refusal) => new(KindOf(refusal.Kind), refusal.Sentence) { Code = refusal.Code, Inputs = refusal.Inputs };

    /// <summary>One parameter of the address or one header is wrong.</summary>
    public static Problem OfParameter(string name, string message) => OfParameters(new FieldErrors().With(name, message));

    public static Problem OfParameters(FieldErrors errors) => new(ProblemKind.InvalidParameter, errors.Summary) { Errors = errors };

    private static ProblemKind KindOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Rule => ProblemKind.Rejected,
        RefusalKind.NotFound => ProblemKind.NotFound,
        RefusalKind.Forbidden => ProblemKind.Forbidden,
        _ => ProblemKind.Refused,
    };
}

/// <summary>What is wrong with a request, field by field. Not thread-safe.</summary>
public sealed class FieldErrors
{
    private const int Most = 100;

    private readonly SortedDictionary<string, List<string>> _messages = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, List<string>>> ByField => _messages;

    public int Count { get; private set; }

    /// <summary>The errors in one sentence, for who reads only that.</summary>
    public string Summary => Count switch
    {
        0 => "Nothing is wrong.",
        1 => $"{_messages.Single().Key}: {_messages.Single().Value[0]}",
        _ => $"{Count} things are wrong; the first is {_messages.First().Key}: {_messages.First().Value[0]}",
    };

    /// <summary>Adds an error; past a hundred they are not collected any more.</summary>
    public FieldErrors With(string field, string message)
    {
        if (Count < Most)
        {
            Count++;
            (_messages.TryGetValue(field, out var messages) ? messages : _messages[field] = []).Add(message);
        }

        return this;
    }
}
