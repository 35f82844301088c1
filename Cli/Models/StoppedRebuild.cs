using System.Globalization;
using LaborMarketplace.Projections.Definition;
using LaborMarketplace.Projections.Storage;

namespace LaborMarketplace.Cli.Models;

/// <summary>What a rebuild leaves that was stopped, and how it is taken up.</summary>
internal static class StoppedRebuild
{
    /// <summary>What the commands about read models begin with.</summary>
    public const string Command = "marketplace projections";

    /// <param name="builds">All builds that there are.</param>
    /// <param name="projections">What was rebuilt.</param>
    /// <param name="made">The builds that it worked at.</param>
    public static string InWords(IEnumerable<Checkpoint> builds, IReadOnlyList<Projection> projections, IReadOnlyList<string> made)
    {
        var left = builds.Where(build => projections.Any(projection => projection.Name == build.Name)).ToLookup(build => build.Built);
        var whole = left[true].Where(build => made.Contains(build.Storage)).ToLookup(build => build.Live, build => build.Storage);
        return string.Join(' ', [
            .. whole[true].Any() ? (string[])
            [
                "Stopped while builds were switched to.",
                $"Serve now: {string.Join(", ", whole[true])}; '{Command} rollback NAME' goes back.",
            ] : ["Stopped; readers have noticed nothing."],
            .. left[false].Any() ? (string[])
            [
                $"What was written stays: {string.Join(", ", left[false].Select(UpTo))}.",
                $"'{Command} rebuild {(projections.Count > 1 ? "--all" : projections[0].Name)}' goes on from there; '{Command} drop NAME' discards it.",
            ] : [],
            .. whole[false].Any() ? (string[])[$"Complete: {string.Join(", ", whole[false])}; '{Command} switch NAME' lets it serve."] : [],
        ]);
    }

    private static string UpTo(Checkpoint build) =>
        string.Create(CultureInfo.InvariantCulture, $"{build.Storage} up to position {build.Position.Value:N0}");
}
