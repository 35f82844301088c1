using LaborMarketplace.Domain.Values;
using Npgsql;

namespace LaborMarketplace.Commands.Processes;

/// <summary>The table <c>process.links</c>.</summary>
internal static class PostgresLinks
{
    /// <summary>The columns kind, id, job and application.</summary>
    public static Link Read(NpgsqlDataReader row) => new(
        Enum.Parse<LinkKind>(row.GetString(0)), row.GetGuid(1), new JobId(row.GetGuid(2)), new ApplicationId(row.GetGuid(3)));

    /// <summary>One statement for all links that are made, one for all that only open or close.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Write(IReadOnlyList<LinkChange> changes)
    {
        var made = changes.OfType<LinkChange.Open>().Select(change => change.Link).DistinctBy(link => link.Id).ToArray();
        if (made.Length > 0)
        {
            yield return PostgresProcessStore.Command(
                """
                insert into process.links (kind, id, job, application, open)
                select kind, id, job, application, true from unnest($1, $2, $3, $4) as made (kind, id, job, application)
                on conflict (id) do update set open = true
                """,
                Array.ConvertAll(made, link => link.Kind.ToString()),
                Array.ConvertAll(made, link => link.Id),
                Array.ConvertAll(made, link => link.Job.Value),
                Array.ConvertAll(made, link => link.Application.Value));
        }

        var last = changes.Select(Outcome).GroupBy(outcome => outcome.Id).Select(of => of.Last()).ToArray();
        if (last.Length > 0)
        {
            yield return PostgresProcessStore.Command(
                "update process.links set open = last.open from unnest($1, $2) as last (id, open) where links.id = last.id",
                Array.ConvertAll(last, outcome => outcome.Id),
                Array.ConvertAll(last, outcome => outcome.Open));
        }
    }

    private static (Guid Id, bool Open) Outcome(LinkChange change) => change switch
    {
        LinkChange.Open opened => (opened.Link.Id, true),
        LinkChange.Reopen reopened => (reopened.Id, true),
        LinkChange.Close closed => (closed.Id, false),
        _ => throw new InvalidOperationException($"{change} is no change of a link."),
    };
}
