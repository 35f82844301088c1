using EventStoreDb.Client.Calling;

namespace EventStoreDb.Client.Reading;

/// <summary>How far reading has come, so that it can go on there, and so that nothing is told twice or out of order.</summary>
/// <param name="direction">Which way it goes.</param>
/// <param name="after">Where it has come already; null at the beginning.</param>
internal sealed class Place<T>(Direction direction, T? after = null)
    where T : struct, IComparable<T>
{
    /// <summary>What was taken last; null before the first.</summary>
    public T? Last { get; private set; } = after;

    /// <summary>Takes what comes next.</summary>
    /// <returns>False when it was taken already, as the last.</returns>
    /// <exception cref="ProtocolMismatchException">It comes too late.</exception>
    public bool Takes(T next)
    {
        if (Last is { } last)
        {
            var order = direction == Direction.Forwards ? next.CompareTo(last) : last.CompareTo(next);
            if (order <= 0)
            {
                return order == 0 ? false : throw Wire.Violation($"the event at {next} after that at {last}");
            }
        }

        Last = next;
        return true;
    }
}
