using System.Globalization;

namespace LaborMarketplace.Tests.Benchmarks;

/// <summary>What Linux tells of a process's memory, in MB (10^6 bytes).</summary>
/// <param name="Resident">In memory now.</param>
/// <param name="Peak">The most that ever was.</param>
internal sealed record Memory(long Resident, long Peak)
{
    public static Memory Of(int process) => new(Figure($"/proc/{process}/status", "VmRSS"), Figure($"/proc/{process}/status", "VmHWM"));

    /// <summary>A process and its children; what several share is counted once.</summary>
    public static long OfFamily(int parent) =>
        Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
            .Where(id => id == parent || (id > 0 && IsChild(id, parent)))
            .Sum(id => Figure($"/proc/{id}/smaps_rollup", "Pss"));

    private static bool IsChild(int id, int parent) =>
        File.Exists($"/proc/{id}/status") && File.ReadLines($"/proc/{id}/status").Contains($"PPid:\t{parent}");

    private static long Figure(string file, string name) =>
        long.Parse(
            File.ReadLines(file).First(line => line.StartsWith($"{name}:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture) * 1024 / 1_000_000;
}
