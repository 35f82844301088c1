using System.Globalization;
using LaborMarketplace.Projections.Rebuilding;

namespace LaborMarketplace.Cli.Models;

/// <summary>How far work that goes through the log has come.</summary>
/// <param name="Doing">What is being done now.</param>
/// <param name="Done">How much of the log has been read, from 0 to 1; null where it is read and something else is left to do.</param>
/// <param name="Events">How many events were read.</param>
/// <param name="EventsPerSecond">On average.</param>
/// <param name="Left">How long it will take; null where that cannot be told.</param>
internal sealed record LogWork(string Doing, double? Done, long Events, double EventsPerSecond, TimeSpan? Left)
{
    public static LogWork Of(RebuildProgress rebuild) =>
        new(InWords(rebuild.Stage), rebuild.Done, rebuild.Events, rebuild.EventsPerSecond, rebuild.Left);

    /// <summary>Events, rate, and time left where that is known.</summary>
    public string Figures => string.Create(
        CultureInfo.InvariantCulture,
        $"{Events:N0} events, {EventsPerSecond:N0}/s{(Left is { } left ? $", {InWords(left)} left" : "")}");

    /// <summary>Hours, minutes and seconds.</summary>
    public static string InWords(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours:00}:{time:mm\\:ss}");

    private static string InWords(RebuildStage stage) => stage switch
    {
        RebuildStage.Reading => "Reading the log",
        RebuildStage.Indexing => "Making indexes",
        RebuildStage.CatchingUp => "Catching up",
        _ => "Finished",
    };
}
