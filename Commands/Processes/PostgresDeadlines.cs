using LaborMarketplace.Commands.Deadlines;
using LaborMarketplace.EventStore;
using Npgsql;

namespace LaborMarketplace.Commands.Processes;

/// <summary>The table <c>process.deadlines</c>.</summary>
internal static class PostgresDeadlines
{
    /// <summary>
    /// Goes before every statement that changes several deadlines: the reader of the log and the deadlines' worker change the same rows,
    /// and in different orders they would wait for each other for ever.
    /// </summary>
    public static NpgsqlBatchCommand OneWriterAtATime => new("select pg_advisory_xact_lock(hashtext('process.deadlines'))");

    /// <summary>The columns kind, stream, subject, due and cause.</summary>
    public static Deadline Read(NpgsqlDataReader row) => new(
        Enum.Parse<DeadlineKind>(row.GetString(0)), new StreamName(row.GetString(1)), row.GetGuid(2),
        new DateTimeOffset(row.GetInt64(3), TimeSpan.Zero), row.GetGuid(4));

    /// <summary>One statement for all deadlines that are set in the end, one for all that are cleared.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Write(IReadOnlyList<DeadlineChange> changes)
    {
        if (changes.Count > 0)
        {
            yield return OneWriterAtATime;
        }

        var last = changes.GroupBy(NameOf).Select(of => of.Last()).ToArray();
        var set = last.OfType<DeadlineChange.Set>().Select(change => change.Deadline).ToArray();
        if (set.Length > 0)
        {
            yield return PostgresProcessStore.Command(
                """
                insert into process.deadlines (kind, stream, subject, due, cause) select * from unnest($1, $2, $3, $4, $5)
                on conflict (kind, stream, subject) do update set due = excluded.due, cause = excluded.cause
                """,
                Array.ConvertAll(set, deadline => deadline.Kind.ToString()),
                Array.ConvertAll(set, deadline => deadline.Stream.Value),
                Array.ConvertAll(set, deadline => deadline.Subject),
                Array.ConvertAll(set, deadline => deadline.Due.UtcTicks),
                Array.ConvertAll(set, deadline => deadline.Cause));
        }

        var cleared = last.OfType<DeadlineChange.Clear>().ToArray();
        if (cleared.Length > 0)
        {
            yield return PostgresProcessStore.Command(
                """
                delete from process.deadlines using unnest($1, $2, $3) as cleared (kind, stream, subject)
                where (deadlines.kind, deadlines.stream, deadlines.subject) = (cleared.kind, cleared.stream, cleared.subject)
                """,
                Array.ConvertAll(cleared, change => change.Kind.ToString()),
                Array.ConvertAll(cleared, change => change.Stream.Value),
                Array.ConvertAll(cleared, change => change.Subject));
        }
    }

    /// <summary>Deletes those that have not been set anew.</summary>
    public static NpgsqlBatchCommand Settle(IReadOnlyList<Deadline> sent) => PostgresProcessStore.Command(
        """
        delete from process.deadlines using unnest($1, $2, $3, $4) as sent (kind, stream, subject, due)
        where (deadlines.kind, deadlines.stream, deadlines.subject, deadlines.due) = (sent.kind, sent.stream, sent.subject, sent.due)
        """,
        sent.Select(deadline => deadline.Kind.ToString()).ToArray(),
        sent.Select(deadline => deadline.Stream.Value).ToArray(),
        sent.Select(deadline => deadline.Subject).ToArray(),
        sent.Select(deadline => deadline.Due.UtcTicks).ToArray());

    private static (DeadlineKind, StreamName, Guid) NameOf(DeadlineChange change) => change switch
    {
        DeadlineChange.Set { Deadline: var deadline } => (deadline.Kind, deadline.Stream, deadline.Subject),
        DeadlineChange.Clear clear => (clear.Kind, clear.Stream, clear.Subject),
        _ => throw new InvalidOperationException($"{change} is no change of a deadline."),
    };
}
