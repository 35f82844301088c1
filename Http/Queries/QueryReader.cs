using LaborMarketplace.Domain.Values;
using LaborMarketplace.Http.Problems;
using Microsoft.AspNetCore.Http;

namespace LaborMarketplace.Http.Queries;

/// <summary>Reads an address's query and gathers all that is wrong with it. For one request; not thread-safe.</summary>
/// <example>
/// <code>
/// var query = new QueryReader(context.Request.Query, Parameters);
/// var limit = query.Read(Limit) ?? 50;
/// if (query.Problem is { } problem) …
/// </code>
/// </example>
public sealed class QueryReader
{
    private readonly IQueryCollection _query;
    private readonly FieldErrors _errors = new();

    /// <param name="query">What the request says.</param>
    /// <param name="known">All parameters that the endpoint takes; any other is an error.</param>
    public QueryReader(IQueryCollection query, IReadOnlyCollection<QueryParameter> known)
    {
        _query = query;
        foreach (var name in query.Keys.Where(name => !known.Any(parameter => parameter.Name == name)))
        {
            _errors.With(ProblemWriter.Echo(name), known.Count == 0
                ? "This address takes no parameters."
                : $"There is no such parameter; known are {string.Join(", ", known.Select(parameter => parameter.Name))}.");
        }
    }

    /// <summary>All that is wrong so far; null while nothing is.</summary>
    public Problem? Problem => _errors.Count == 0 ? null : Problems.Problem.OfParameters(_errors);

    /// <summary>Whether a parameter is there, be it right or wrong: what is wrong is told already, and not missing too.</summary>
    public bool Gives(QueryParameter parameter) => _query.ContainsKey(parameter.Name);

    /// <summary>A parameter's value; default where it is missing or wrong.</summary>
    public T? Read<T>(QueryParameter<T> parameter)
    {
        var values = _query[parameter.Name];
        if (values.Count > 1)
        {
            _errors.With(parameter.Name, "This parameter is given once.");
        }
        else if (values.Count == 1)
        {
            try
            {
                return parameter.Parse(values[0] ?? "");
            }
            catch (ShapeException exception)
            {
                _errors.With(parameter.Name, exception.Message);
            }
        }

        return default;
    }

    /// <summary>Adds what only the endpoint can see: parameters that do not go together, a header that is wrong.</summary>
    public void Refuse(string name, string message) => _errors.With(name, message);
}
