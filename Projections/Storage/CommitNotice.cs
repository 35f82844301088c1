using System.Globalization;
using LaborMarketplace.EventStore;

namespace LaborMarketplace.Projections.Storage;

/// <summary>What a runner tells the readers of all processes when documents have been committed, through PostgreSQL's NOTIFY.</summary>
/// <param name="Storage">The build's table.</param>
/// <param name="Position">Every event up to here is in the documents.</param>
/// <param name="Changed">The ids of the changed documents; null when there are too many to name.</param>
internal sealed record CommitNotice(string Storage, LogPosition Position, IReadOnlyList<Guid>? Changed)
{
    public const string Channel = "read_commits";

    /// <summary>A notice holds less than 8,000 bytes, and an id 32 of them.</summary>
    private const int MostIds = 200;

    public string Write() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Storage} {Position.Value} {(Changed is { Count: <= MostIds } named ? string.Concat(named.Select(id => id.ToString("N"))) : "*")}");

    /// <summary>Null for what is no notice: the channel is open to whoever may connect.</summary>
    public static CommitNotice? Read(string payload)
    {
        if (payload.Split(' ') is not [var storage, var number, var ids]
            || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            return null;
        }

        if (ids == "*")
        {
            return new CommitNotice(storage, new LogPosition(position), null);
        }

        var changed = new List<Guid>(ids.Length / 32);
        for (var start = 0; start + 32 <= ids.Length; start += 32)
        {
            if (!Guid.TryParseExact(ids.AsSpan(start, 32), "N", out var id))
            {
                return null;
            }

            changed.Add(id);
        }

        return new CommitNotice(storage, new LogPosition(position), changed);
    }
}
