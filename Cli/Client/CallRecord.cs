using System.Collections.Concurrent;

namespace LaborMarketplace.Cli.Client;

/// <summary>One request that was answered.</summary>
/// <param name="Command">Whether it was a command, not a read.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Took">From sending it to the answer's headers.</param>
public sealed record Call(bool Command, int Status, TimeSpan Took);

/// <summary>Gathers how requests went. Thread-safe.</summary>
public sealed class CallRecord
{
    private readonly ConcurrentQueue<Call> _calls = [];

    public void Add(Call call) => _calls.Enqueue(call);

    public int Commands => _calls.Count(call => call.Command);

    public int Reads => _calls.Count(call => !call.Command);

    /// <summary>Answers that the marketplace must never give: 500 and above.</summary>
    public int ServerErrors => _calls.Count(call => call.Status >= 500);

    public Latency CommandLatency() => Latency.Of(_calls.Where(call => call.Command).Select(call => call.Took.TotalMilliseconds));

    public Latency ReadLatency() => Latency.Of(_calls.Where(call => !call.Command).Select(call => call.Took.TotalMilliseconds));
}

/// <summary>How long calls took, in milliseconds; all zero where nothing was measured.</summary>
public sealed record Latency(double Median, double Percentile95, double Percentile99)
{
    public static Latency Of(IEnumerable<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return new Latency(At(0.5), At(0.95), At(0.99));

        double At(double share) => sorted.Length == 0 ? 0 : Math.Round(sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))], 2);
    }
}
