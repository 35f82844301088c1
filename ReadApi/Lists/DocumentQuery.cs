using System.Globalization;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.ReadApi.Documents;
using Npgsql;

namespace LaborMarketplace.ReadApi.Lists;

/// <summary>Which documents of a read model to list, and in which order: by a sort key and then by id.</summary>
/// <param name="projection">The read model.</param>
/// <param name="sortKey">An expression over <c>data</c> that gives text in the collation "C"; the read model has an index on it.</param>
internal sealed class DocumentQuery(Projection projection, string sortKey)
{
    private readonly List<string> _conditions = [];
    private readonly List<object> _values = [];

    /// <summary>Only documents for which this holds. A value stands in the condition as an interpolated hole.</summary>
    public DocumentQuery Where(FormattableString condition) => Where("", condition);

    /// <param name="expression">An expression as an index has it, to begin the condition with.</param>
    /// <param name="comparison">The rest of the condition.</param>
    public DocumentQuery Where(string expression, FormattableString comparison)
    {
        var places = comparison.GetArguments().Select(value =>
        {
            _values.Add(value!);
            return (object)string.Create(CultureInfo.InvariantCulture, $"${_values.Count}");
        });
        _conditions.Add(expression + string.Format(CultureInfo.InvariantCulture, comparison.Format, [.. places]));
        return this;
    }

    /// <summary>Like <see cref="Where(FormattableString)"/>, if there is a value.</summary>
    public DocumentQuery WhereGiven<T>(T? value, Func<T, FormattableString> condition)
        where T : struct => value is { } given ? Where(condition(given)) : this;

    public DocumentQuery WhereGiven<T>(T? value, Func<T, FormattableString> condition)
        where T : class => value is not null ? Where(condition(value)) : this;

    public Projection Projection { get; } = projection;

    /// <summary>
    /// The statement for a page: each row has the position at which the build stands, the id, the sort key and the document; the last
    /// three are null where there is none.
    /// </summary>
    public NpgsqlCommand Page(NpgsqlDataSource database, Cursor? after, int rows)
    {
        if (after is not null)
        {
            // The sort key is an expression of our own, not a value.
            _values.Add(after.SortKey);
            _values.Add(after.Id);
            _conditions.Add(string.Create(CultureInfo.InvariantCulture, $"({sortKey}, id) > (${_values.Count - 1} collate \"C\", ${_values.Count})"));
        }

        var where = _conditions.Count == 0 ? "" : $"where {string.Join(" and ", _conditions)}";
        var command = database.CreateCommand(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            select standing.position, page.* from (select {Standing.Of(Projection)}) standing (position)
            left join lateral (
                select id, {sortKey}, served from read.{Projection.View} {where} order by {sortKey}, id limit {rows}
            ) page (id, key, served) on true
            order by page.key, page.id
            """));
        foreach (var value in _values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
