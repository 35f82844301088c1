using System.Reflection;
using System.Runtime.CompilerServices;

namespace LaborMarketplace.Tests.Unit.Architecture;

/// <summary>The rooms, and which each may know.</summary>
internal static class Rooms
{
    public static IReadOnlyDictionary<string, string[]> MayKnow { get; } = new Dictionary<string, string[]>
    {
        ["Domain"] = [],
        ["EventStore"] = ["Domain", "EventStoreDb.Client"],
        ["Commands"] = ["Domain", "EventStore"],
        ["Projections"] = ["Domain", "EventStore"],
        ["Http"] = ["Domain", "EventStore"],
        ["WriteApi"] = ["Domain", "EventStore", "Commands", "Http"],
        ["ReadApi"] = ["Domain", "EventStore", "Projections", "Http"],
        ["Consumers"] = ["Domain", "EventStore", "Commands"],
        ["Cli"] = ["Domain", "EventStore", "Commands", "Projections", "Http", "WriteApi", "ReadApi", "Consumers", "EventStoreDb.Client"],
    };

    public static Assembly Assembly(string room) => System.Reflection.Assembly.Load(room == "Cli" ? "marketplace" : $"LaborMarketplace.{room}");

    public static string Folder(string room, [CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", room));

    public static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal));
}
