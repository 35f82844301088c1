namespace LaborMarketplace.Http.Limits;

/// <summary>How much one person, and all together, may ask of a door. The configuration section <c>Limits</c>.</summary>
public sealed record LimitSettings
{
    public const string Section = "Limits";

    /// <summary>How large a request's body may be.</summary>
    public int BodyBytes { get; init; } = 64 * 1024;

    /// <summary>How many requests a second one person may send for long.</summary>
    public int RequestsPerSecond { get; init; } = 1_000;

    /// <summary>How many requests one person may send at once after a rest.</summary>
    public int Burst { get; init; } = 2_000;

    /// <summary>How many requests are worked on at the same time; more are told to come back.</summary>
    public int AtOnce { get; init; } = 1_000;

    /// <summary>How long a request may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
