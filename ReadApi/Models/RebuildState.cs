using System.Text.Json.Serialization;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Projections.Rebuilding;

namespace LaborMarketplace.ReadApi.Models;

/// <summary>What became of a rebuild.</summary>
internal enum RebuildOutcome
{
    /// <summary>It is at work in this process.</summary>
    Running,

    /// <summary>It is at work in another process.</summary>
    Elsewhere,

    /// <summary>The build is complete.</summary>
    Finished,

    /// <summary>It could not go on; the reason says why.</summary>
    Failed,

    /// <summary>It was stopped, by a person or with the process. It can be taken up again.</summary>
    Stopped,

    /// <summary>The process that was at it is gone. It can be taken up again.</summary>
    Interrupted,
}

/// <summary>A rebuild as it is told.</summary>
/// <param name="Name">The read model.</param>
/// <param name="Build">The build that it makes; null before it is known.</param>
/// <param name="Stage">What it is at; null where another process is at it.</param>
/// <param name="Events">How many events were read since it began or was taken up again.</param>
/// <param name="Done">From 0 to 1: how much of the log has been read.</param>
/// <param name="SecondsLeft">As far as can be told from what it took.</param>
/// <param name="Switch">Whether the build is to serve as soon as it is level.</param>
/// <param name="Serving">The build that serves, once that was switched to.</param>
/// <param name="Reason">Why it does not go on.</param>
/// <param name="By">Who began it.</param>
internal sealed record RebuildState(
    string Name, RebuildOutcome State, string? Build, RebuildStage? Stage, long Events, double Done, double? EventsPerSecond, double? SecondsLeft,
    bool? Switch, string? Serving, string? Reason, PersonId? By)
{
    /// <summary>Whether nothing more will come.</summary>
    [JsonIgnore]
    public bool Over => State is not (RebuildOutcome.Running or RebuildOutcome.Elsewhere);

    public static RebuildState Begun(string name, bool thenSwitch, PersonId by) =>
        new(name, RebuildOutcome.Running, null, null, 0, 0, null, null, thenSwitch, null, null, by);

    public RebuildState With(RebuildProgress progress) => this with
    {
        Build = progress.Builds[0],
        Stage = progress.Stage,
        Events = progress.Events,
        Done = Math.Round(progress.Done, 4),
        EventsPerSecond = Math.Round(progress.EventsPerSecond),
        SecondsLeft = progress.Left is { } left ? Math.Ceiling(left.TotalSeconds) : null,
    };

    public RebuildState Ended(RebuildOutcome outcome, string? reason) => this with { State = outcome, Reason = reason, SecondsLeft = null };
}
