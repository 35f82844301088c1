using System.Text.Json.Serialization;
using LaborMarketplace.Domain;
using LaborMarketplace.Domain.Values;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Rebuilding;

namespace LaborMarketplace.ReadApi.Models;

/// <summary>How a rebuild stands. Many read models stand together as the one of them does that stands first in this order.</summary>
internal enum RebuildStanding
{
    /// <summary>It is at work in this process.</summary>
    Running,

    /// <summary>It is at work in another process.</summary>
    Elsewhere,

    /// <summary>It was stopped, by a person or with the process. It can be taken up again.</summary>
    Stopped,

    /// <summary>The process that was at it is gone. It can be taken up again.</summary>
    Interrupted,

    /// <summary>It could not go on; the reason says why.</summary>
    Failed,

    /// <summary>The build is complete.</summary>
    Finished,
}

/// <summary>What is told of a rebuild.</summary>
internal interface IRebuildAnswer
{
    RebuildStanding State { get; }
}

internal static class RebuildStandings
{
    /// <summary>Whether nothing more will come.</summary>
    public static bool IsOver(this RebuildStanding standing) => standing is not (RebuildStanding.Running or RebuildStanding.Elsewhere);
}

/// <summary>A rebuild of one read model as it is told.</summary>
/// <param name="Name">The read model.</param>
/// <param name="Build">The build that it makes; null before it is known.</param>
/// <param name="Stage">What it is at; null where another process is at it.</param>
/// <param name="Events">How many events were read since it began or was taken up again.</param>
/// <param name="Done">From 0 to 1: how much of the log has been read; null while indexes are made and while it comes level.</param>
/// <param name="SecondsLeft">As far as can be told from what it took.</param>
/// <param name="Switch">Whether the build is to serve as soon as it is level.</param>
/// <param name="Serving">The build that serves, once that was switched to.</param>
/// <param name="Reason">Why it does not go on.</param>
/// <param name="By">Who began it.</param>
internal sealed record ModelRebuild(
    string Name, RebuildStanding State, string? Build, RebuildStage? Stage, long Events, double? Done, double? EventsPerSecond, double? SecondsLeft,
    bool? Switch, string? Serving, string? Reason, PersonId? By) : IRebuildAnswer;

/// <summary>What a rebuild makes of one of its read models.</summary>
/// <param name="Name">The read model.</param>
/// <param name="Build">The build that it makes; null before it is known.</param>
/// <param name="Serving">The build that serves, once that was switched to.</param>
/// <param name="Reason">Why it does not go on.</param>
internal sealed record ModelState(string Name, RebuildStanding State, string? Build, string? Serving, string? Reason)
{
    public ModelState With(string build, RebuildProgress progress)
    {
        var fault = progress.Halts.TryGetValue(build, out var halt) ? $"{build} {halt}" : progress.NotSwitched.GetValueOrDefault(build);
        var serving = progress.Serving.Contains(build) ? build : null;
        return this with
        {
            State = fault is not null ? RebuildStanding.Failed : serving is not null ? RebuildStanding.Finished : State,
            Build = build,
            Serving = serving,
            Reason = fault,
        };
    }
}

/// <summary>A rebuild, of one read model or of many in one pass over the log. Its parts are those of <see cref="ModelRebuild"/>.</summary>
/// <param name="Models">What it makes of each.</param>
internal sealed record RebuildState(
    RebuildStanding State, RebuildStage? Stage, long Events, double? Done, double? EventsPerSecond, double? SecondsLeft,
    bool? Switch, string? Reason, PersonId? By, ValueList<ModelState> Models) : IRebuildAnswer
{
    [JsonIgnore]
    public bool Over => State.IsOver();

    /// <summary>One of which nothing is known yet.</summary>
    public static RebuildState Unknown { get; } = new(RebuildStanding.Elsewhere, null, 0, 0, null, null, null, null, null, []);

    public static RebuildState Begun(IEnumerable<Projection> models, bool thenSwitch, PersonId by) => new(
        RebuildStanding.Running, null, 0, 0, null, null, thenSwitch, null, by,
        [.. models.Select(model => new ModelState(model.Name, RebuildStanding.Running, null, null, null))]);

    public RebuildState With(RebuildProgress progress) => this with
    {
        Stage = progress.Stage,
        Events = progress.Events,
        Done = progress.Done is { } done ? Math.Round(done, 4) : null,
        EventsPerSecond = Math.Round(progress.EventsPerSecond),
        SecondsLeft = progress.Left is { } left ? Math.Ceiling(left.TotalSeconds) : null,
        Models = [.. Models.Zip(progress.Builds, (model, build) => model.With(build, progress))],
    };

    /// <param name="standing">Of those read models that were still at work.</param>
    /// <param name="reason">Why they do not go on.</param>
    public RebuildState Ended(RebuildStanding standing, string? reason = null) =>
        Of([.. Models.Select(model => model.State == RebuildStanding.Running ? model with { State = standing, Reason = reason } : model)]);

    /// <summary>The same where its read models stand so, and what that comes to for the whole.</summary>
    public RebuildState Of(ValueList<ModelState> models)
    {
        var (standing, reasons) = (models.Min(model => model.State), models.Select(model => model.Reason).OfType<string>().Distinct().ToList());
        return this with
        {
            State = standing,
            Done = standing == RebuildStanding.Finished ? 1 : Done,
            SecondsLeft = null,
            Reason = reasons.Count > 0 ? string.Join(' ', reasons) : null,
            Models = models,
        };
    }

    /// <summary>What it is for one of its read models.</summary>
    public ModelRebuild Of(Projection projection)
    {
        var model = Models.Single(model => model.Name == projection.Name);
        var left = model.State == RebuildStanding.Running ? SecondsLeft : null;
        return new(model.Name, model.State, model.Build, Stage, Events, Done, EventsPerSecond, left, Switch, model.Serving, model.Reason, By);
    }
}
